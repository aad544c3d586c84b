import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { sharedData } from '../../../../test/support/shared-data.ts';
import { openEmulator } from '../emulator/emulator.ts';
import { classify } from './classify.ts';
import { METHODS, type Methods } from './methods.ts';

interface Interaction {
  readonly method: 'GET' | 'POST';
  readonly uri: string;
  readonly body: string;
  readonly answer: string;
  readonly at: number;
}

interface Recording {
  readonly name: string;
  readonly interactions: readonly Interaction[];
}

/** Reads the few forms of YAML that the recordings are written in. */
function parseRecording(yaml: string): Interaction[] {
  return yaml
    .split(/^- request:$/m)
    .slice(1)
    .map((part) => ({
      method: /^ {4}method: (\w+)$/m.exec(part)?.[1] as 'GET' | 'POST',
      uri: /^ {4}uri: (\S+)$/m.exec(part)?.[1] ?? '',
      body: scalar(part, /^ {4}body: /m),
      answer: scalar(part, /^ {6}string: /m),
      at: Date.parse(/^ {6}Date:\n {6}- (.+)$/m.exec(part)?.[1] ?? ''),
    }));
}

/** A text in single quotes, folded over lines; empty for `null`. */
function scalar(part: string, start: RegExp): string {
  const found = start.exec(part);
  if (!found) return '';
  const rest = part.slice(found.index + found[0].length);
  const quoted = /^'((?:[^']|'')*)'/.exec(rest)?.[1];
  if (quoted === undefined) return '';
  return quoted.replaceAll("''", "'").replace(/\n\s*/g, ' ');
}

const folder = sharedData('artifacts', 'bing', 'cassettes');
const recordings: Recording[] =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.yaml'))
        .sort()
        .map((file) => ({
          name: file.split('.').slice(1, -1).join('.'),
          interactions: parseRecording(readFileSync(join(folder, file), 'utf8')),
        }));

const methodOf = ({ uri }: Interaction) => new URL(uri).pathname.split('/').at(-1) as keyof Methods;

/** What each part of a value is, by path: lists are taken for one of their rows. */
function shapeOf(value: unknown, path = 'd'): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return [`${path} list`, ...value.slice(0, 1).flatMap((row) => shapeOf(row, `${path}[]`))];
  if (typeof value !== 'object') return [`${path} ${typeof value}`];
  return [
    `${path} object`,
    ...Object.entries(value).flatMap(([name, member]) =>
      name === '__type' ? [`${path} is ${member}`] : shapeOf(member, `${path}.${name}`),
    ),
  ];
}

describe.skipIf(folder === undefined)('recorded answers of Bing (skipped where ../shared is absent)', () => {
  it('are all there', () => {
    expect(recordings).toHaveLength(33);
    expect(recordings.flatMap(({ interactions }) => interactions)).toHaveLength(93);
  });

  it.each(recordings)('are read by the connector: $name', ({ interactions }) => {
    for (const interaction of interactions) {
      const reply = { status: 200, headers: {}, body: interaction.answer };
      const verdict = classify(reply, interaction.at);
      expect(verdict.kind).toBe('ok');
      const { d } = (verdict as unknown as { body: { d: unknown } }).body;

      const parsed = METHODS[methodOf(interaction)].reply.safeParse(d);

      expect(parsed.error).toBeUndefined();
      if (Array.isArray(d)) expect(parsed.data).toHaveLength(d.length);
    }
  });

  it.each(recordings)('have the shape of the emulator’s own to the same requests: $name', async ({ interactions }) => {
    const emulator = openEmulator({
      clock: createFakeClock(interactions[0]!.at),
      sites: ['https://example.test/'],
    });
    for (const interaction of interactions) {
      const url = new URL(interaction.uri);
      url.searchParams.set('apikey', emulator.credentials.BING_API_KEY ?? '');
      const reply = await emulator.wire({
        method: interaction.method,
        url: url.href,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: interaction.method === 'POST' ? interaction.body : undefined,
      });

      expect([reply.status, reply.body.slice(0, 200)]).toEqual([200, expect.stringMatching(/^\{"d":/)]);
      const [ours, theirs] = [JSON.parse(reply.body).d, JSON.parse(interaction.answer).d];
      expect(Array.isArray(ours)).toBe(Array.isArray(theirs));
      // A list that happens to be empty on one side says nothing of its rows.
      const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
      if (isEmpty(ours) !== isEmpty(theirs)) continue;
      expect(shapeOf(ours).sort()).toEqual(shapeOf(theirs).sort());
    }
  });
});
