import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { publishedInput, publishedOutput } from '../../src/gateway/published-schemas.ts';
import type { WireRequest } from '../../src/kernel/wire.ts';
import { expectToObey } from '../support/answer-checks.ts';
import { type Ended, type LyingVendors, openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';
import { foreignIds, hostileInputs, impossibleInputs } from './support/bad-input.ts';

// Attempts are made from each tool's own schema and first example, so a new tool is attacked from its first day.

const TOOLS = CONNECTORS.flatMap(({ tools }) => tools).map((tool) => ({ name: tool.name, tool }));
/** What may become of arguments that are well formed and mean nothing good. */
const PROPER = ['invalid_input', 'not_found', 'upstream_rejected', 'upstream_permission', 'idempotency_mismatch'];
/** Longer messages repeat what was sent. */
const MESSAGE_MAX = 4_000;
const INSIDES =
  /node_modules|\.ts:\d|\n\s+at |\/(?:home|root|usr|tmp|var)\/|\/src\/|ZodError|TypeError|\[object Object\]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000\u202e]|\r/;

let vendors: LyingVendors;
let gateway: Awaited<ReturnType<typeof openEmulatedGateway>>;

beforeAll(async () => {
  vendors = await openLyingVendors();
  gateway = await openEmulatedGateway(vendors);
});

afterAll(() => gateway[Symbol.asyncDispose]());

describe.each(TOOLS)('$name', ({ tool }) => {
  const schema = publishedInput(tool, ['default']);
  const output = publishedOutput(tool);
  const example = tool.examples[0]?.input ?? {};

  it('I9: refuses what cannot be, before anything is asked of its vendor', async () => {
    const passed: string[] = [];
    const { asked } = vendors;
    const foreign = tool.examples.flatMap(({ input }) => foreignIds(input));
    for (const { what, input } of [...impossibleInputs(schema, example), ...foreign]) {
      const { error } = await gateway.call(tool, input);
      if (error?.code !== 'invalid_input' || vendors.asked > asked)
        passed.push(`${what}: ${error?.code ?? 'answered'}`);
      passed.push(...leaksIn({ error }).map((leak) => `${what}: ${leak}`));
    }
    expect(passed).toEqual([]);
    expect(vendors.asked).toBe(asked);
  });

  it('I9: answers hostile text properly or refuses it, and repeats none of it', async () => {
    const wrong: string[] = [];
    const hosts = new Set<string>();
    vendors.before = ({ url }) => void hosts.add(new URL(url).host);
    await gateway.call(tool, example);
    for (const { what, input, text } of hostileInputs(schema, example)) {
      const sent: WireRequest[] = [];
      vendors.before = (request) => void sent.push(request);
      const ended = await gateway.call(tool, input);
      vendors.before = undefined;
      wrong.push(...sent.flatMap((request) => astray(request, hosts, text)).map((how) => `${what}: ${how}`));
      if (ended.answer) expectToObey(output, ended.answer);
      else if (!PROPER.includes(ended.error?.code as string))
        wrong.push(`${what}: ${ended.error?.code}, ${ended.error?.message}`);
      wrong.push(...leaksIn(ended).map((leak) => `${what}: ${leak}`));
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

/** How a request went elsewhere than it was meant to, led by a text. */
function astray({ url, headers }: WireRequest, hosts: ReadonlySet<string>, text = ''): string[] {
  const { origin, host } = new URL(url);
  const path = url.slice(origin.length);
  const found: string[] = [];
  if (!hosts.has(host)) found.push(`asks ${host}`);
  if (CONTROL.test(url) || CONTROL.test(Object.entries(headers).flat().join(' ')))
    found.push('control characters sent');
  if (/(^|\/)(\.|%2e){1,2}([/?#]|$)/i.test(path)) found.push(`goes upwards: ${path.slice(0, 200)}`);
  if (/[^\w.~-]/.test(text) && path.includes(text)) found.push(`not encoded: ${path.slice(0, 200)}`);
  return found;
}

/** What an error tells that it should not. */
function leaksIn({ error }: Ended): string[] {
  if (!error) return [];
  const told = [error.message, ...(error.details.issues ?? []).flatMap(({ path, message }) => [path, message])].join(
    '\n',
  );
  const found: string[] = [];
  if (vendors.credentials.some((secret) => secret.length > 12 && told.includes(secret))) found.push('a credential');
  if (INSIDES.test(told)) found.push(`insides: ${told.slice(0, 200)}`);
  if (UNPRINTABLE.test(told)) found.push('control characters');
  if (told.length > MESSAGE_MAX) found.push(`${told.length} characters`);
  return found;
}
