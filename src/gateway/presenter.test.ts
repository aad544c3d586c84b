import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { expectToObey } from '../../test/support/answer-checks.ts';
import { from, openTestGateway, type TestGatewayOptions } from '../../test/support/test-gateway.ts';
import { defineTool } from '../connectors/define.ts';
import type { Call } from '../kernel/call.ts';
import type { PlatformError } from '../kernel/errors.ts';
import { Outcome } from '../kernel/outcome.ts';
import type { Principal } from '../kernel/principal.ts';
import type { RestOfResult, TextResource } from './gateway.ts';
import { Presenter } from './presenter.ts';

const READ = 'acme_list_rows';
const CHARACTERS = 1_500;
const TTL_MS = 3_600_000;

async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ answerCharacters: CHARACTERS, ...options });
  const operator = platform.principal('operator');
  const ask = (limit: number, principal: Principal = operator) =>
    platform.gateway.call(platform.request(principal, READ, { limit }));
  const files = async () => (await platform.gateway.resources(from(operator))).length;
  return Object.assign(platform, { operator, ask, files });
}

describe('an answer', () => {
  it('says where it comes from, and obeys its published schema', async () => {
    await using platform = await setUp();

    const { rendered } = await platform.ask(2);

    expect(JSON.parse(rendered.json)).toEqual({
      rows: [
        { id: 'row-0', owner: 'Ada 0' },
        { id: 'row-1', owner: 'Ada 1' },
      ],
      mode: 'live',
      source: {
        connector: 'acme',
        connection: 'default',
        region: 'eu',
        fetchedAt: '2026-11-22T12:00:00.000Z',
        personalData: 'shown',
      },
    });
    const listing = platform.gateway.catalog(platform.operator).tools.find(({ tool }) => tool.name === READ);
    expectToObey(listing?.outputSchema, JSON.parse(rendered.json));
    expect(rendered.rest).toBeUndefined();
  });

  it('says that persons are masked for who may not see them', async () => {
    await using platform = await setUp();
    const { rendered } = await platform.ask(1, platform.principal('analyst'));
    expect(JSON.parse(rendered.json)).toMatchObject({
      rows: [{ owner: '[masked]' }],
      source: { personalData: 'masked' },
    });
  });

  it('says nothing of persons where its tool tells of none', async () => {
    await using platform = await setUp();
    const { rendered } = await platform.gateway.call(platform.request(platform.operator, 'acme_get_row', { id: '1' }));
    expect(JSON.parse(rendered.json).source).not.toHaveProperty('personalData');
  });
});

describe('an answer that is too long', () => {
  it('shows its first rows and leads through the others, each page within the size', async () => {
    await using platform = await setUp();
    const schema = platform.gateway
      .catalog(platform.operator)
      .tools.find(({ tool }) => tool.name === READ)?.outputSchema;

    const { rendered } = await platform.ask(100);

    const pages = [JSON.parse(rendered.json)];
    for (let next = pages[0].page.next; next; next = pages.at(-1).page.next) {
      const { text, mimeType } = (await platform.gateway.readResource(from(platform.operator), next)) as TextResource;
      expect(text.length).toBeLessThanOrEqual(CHARACTERS);
      expect(mimeType).toBe('application/json');
      pages.push(JSON.parse(text));
    }
    for (const page of pages) expectToObey(schema, page);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flatMap(({ rows }) => rows.map(({ id }: { id: string }) => id))).toEqual(
      Array.from({ length: 100 }, (_, n) => `row-${n}`),
    );
    expect(rendered.rest).toEqual({
      uri: pages[0].page.next,
      name: `List rows, page 2 of ${pages.length}`,
      shown: pages[0].rows.length,
      total: 100,
      pages: pages.length,
    } satisfies RestOfResult);
  });

  it('is the very same object, with one result file, each time one principal asks', async () => {
    await using platform = await setUp();

    const first = await platform.ask(100);
    const again = await platform.ask(100);

    expect(again.rendered).toBe(first.rendered);
    expect(await platform.files()).toBe(1);
  });

  it('has one result file for a hundred callers at once with the same key', async () => {
    await using platform = await setUp({ rate: { callsPerMinute: 1_000, burst: 200 } });

    const answers = await Promise.all(Array.from({ length: 100 }, () => platform.ask(100)));

    expect(new Set(answers.map(({ rendered }) => rendered)).size).toBe(1);
    expect(await platform.files()).toBe(1);
  });

  it('has a result file of its own for each principal, and each reads only its own', async () => {
    await using platform = await setUp();
    const other = platform.principal('operator', {}, 'another');

    const mine = await platform.ask(100);
    const theirs = await platform.ask(100, other);

    expect(theirs.rendered.rest?.uri).not.toBe(mine.rendered.rest?.uri);
    const stolen = platform.gateway.readResource(from(other), mine.rendered.rest?.uri as string);
    await expect(stolen).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gets a new result file long before the old one expires', async () => {
    await using platform = await setUp({ cacheTtlMs: 10 * TTL_MS });
    const first = await platform.ask(100);

    await platform.clock.advance(TTL_MS / 2 - 1);
    const within = await platform.ask(100);
    await platform.clock.advance(1);
    const after = await platform.ask(100);

    expect(within.rendered).toBe(first.rendered);
    expect(after.rendered).not.toBe(first.rendered);
    expect(after.facts.cache).toBe('hit');
    await platform.clock.advance(TTL_MS / 2);
    const read = (uri = '') => platform.gateway.readResource(from(platform.operator), uri).catch(({ code }) => code);
    expect(await read(first.rendered.rest?.uri)).toBe('not_found');
    expect(await read(after.rendered.rest?.uri)).toMatchObject({ mimeType: 'application/json' });
  });

  it('is tried again after its pages could not be kept', async () => {
    await using platform = await setUp();
    const { database } = platform;
    await database.use((db) => db.schema.alterTable('results').renameTo('gone').execute());
    const failed = await platform.ask(100).catch((error: PlatformError) => error.code);
    await database.use((db) =>
      db.schema
        .alterTable('gone' as 'results')
        .renameTo('results')
        .execute(),
    );

    expect(failed).toBe('unavailable');
    expect((await platform.ask(100)).rendered.rest).toBeDefined();
  });

  it('is refused with what to do when a single row is too large', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => ({ body: JSON.stringify({ rows: [{ id: '1', owner: 'x'.repeat(3_000) }] }) });

    const error = await platform.ask(1).catch((thrown) => thrown);

    expect(error).toMatchObject({ code: 'upstream_rejected', details: { sent: 'no' } });
    expect(error.message).toContain('1500 characters');
    expect(error.message).toContain('ask for less');
    expect(await platform.files()).toBe(0);
  });

  it('is refused where the tool has no list to page', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => ({ body: JSON.stringify({ rows: [{ id: '1', owner: 'x'.repeat(3_000) }] }) });
    const read = platform.gateway.call(platform.request(platform.operator, 'acme_get_row', { id: '1' }));
    await expect(read).rejects.toMatchObject({ code: 'upstream_rejected' });
  });

  it('of a write says that the write was carried out, and never that nothing was sent', async () => {
    await using platform = await setUp();
    const name = 'x'.repeat(3_000);
    const write = () =>
      platform.gateway
        .call(platform.request(platform.operator, 'acme_rename_row', { id: '1', name }, { idempotencyKey: 'k' }))
        .catch((thrown) => thrown);

    const errors = [await write(), await write()];

    for (const error of errors) {
      expect(error).toMatchObject({ code: 'internal', details: { sent: 'unknown' } });
      expect(error.message).toMatch(/^The write was carried out/);
    }
    expect(platform.vendor.requests).toHaveLength(1);
  });
});

describe('the presenter', () => {
  it('gives the identical object for the same outcome, whoever asks', async () => {
    await using platform = await setUp();
    const presenter = new Presenter(platform.parts.results, platform.clock, { characters: CHARACTERS });
    const tool = defineTool({
      name: 'acme_say',
      title: 'Say',
      description: 'Says.',
      effect: 'read',
      permission: 'acme.words.read',
      input: z.object({}),
      output: z.object({ said: z.string() }),
      scopes: [],
      examples: [],
      run: async () => ({ said: 'yes' }),
    });
    const connection = { ...acmeConnection(), connector: acme };
    const outcome = new Outcome({ said: 'yes' }, 0);
    const callOf = (principal: Principal) => ({ tool, connection, principal }) as unknown as Call;

    const one = presenter.present(callOf(platform.operator), outcome);
    const two = presenter.present(callOf(platform.principal('analyst')), outcome);

    expect(two).toBe(one);
  });
});
