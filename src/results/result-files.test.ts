import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { openResultFiles } from '../../test/support/result-files.ts';
import type { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';

const TTL_MS = 1_000;
const PER_FILE = 100;
const PER_OWNER = 250;
const ADA = { id: 'ada' } as Principal;
const BOB = { id: 'bob' } as Principal;

async function setUp() {
  const opened = await openResultFiles(PER_FILE, PER_OWNER);
  const { results } = opened;
  const keep = async (owner: Principal, ...texts: string[]) => {
    const draft = results.draft(owner, acme.tools[0] as Tool, acmeConnection());
    await results.keep(
      draft,
      texts.map((json) => ({ json, rows: 2 })),
    );
    return draft;
  };
  const read = (owner: Principal, uri: string) => results.read(owner, uri, () => true);
  return Object.assign(opened, { keep, read });
}

const codeOf = (kept: Promise<unknown>) =>
  kept.then(
    () => 'kept',
    ({ code }: PlatformError) => code,
  );

describe('a result file', () => {
  it('gives its owner each page under its address', async () => {
    await using platform = await setUp();

    const { uri } = await platform.keep(ADA, 'one', 'two');

    expect(await Promise.all([1, 2, 3].map((page) => platform.read(ADA, uri(page))))).toEqual([
      'one',
      'two',
      undefined,
    ]);
  });

  it('says what it holds', async () => {
    await using platform = await setUp();
    const { id } = await platform.keep(ADA, 'one', 'two!');

    expect(await platform.results.listOf(ADA)).toEqual([
      {
        id,
        ownerId: 'ada',
        tool: 'acme_list_rows',
        connection: 'acme/default',
        rows: 4,
        pages: 2,
        characters: 7,
        createdAt: platform.clock.now(),
        expiresAt: platform.clock.now() + TTL_MS,
      },
    ]);
    expect(await platform.results.listOf(BOB)).toEqual([]);
  });

  it('gives nobody else anything, nor its owner without the right', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, 'one');

    expect(await platform.read(BOB, uri(1))).toBeUndefined();
    expect(await platform.results.read(ADA, uri(1), () => false)).toBeUndefined();
  });

  it('is there until the millisecond at which it expires', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, 'one');

    await platform.clock.advance(TTL_MS - 1);
    expect(await platform.read(ADA, uri(1))).toBe('one');
    await platform.clock.advance(1);

    expect(await platform.read(ADA, uri(1))).toBeUndefined();
    expect(await platform.results.listOf(ADA)).toEqual([]);
  });

  it.each([
    (uri: string) => uri.toUpperCase(),
    (uri: string) => `${uri} `,
    (uri: string) => uri.replace('/pages/1', '/pages/01'),
    (uri: string) => uri.replace('/pages/1', '/pages/0'),
    (uri: string) => uri.replace('/pages/1', '/pages/-1'),
    (uri: string) => uri.replace('/pages/1', '/pages/1e0'),
    (uri: string) => uri.replace('/pages/1', '/pages/99999999999999999999'),
    (uri: string) => uri.replace('/pages/1', ''),
    (uri: string) => `${uri}?page=1`,
    () => 'mcp-platform://results/../pages/1',
    () => 'file:///etc/passwd',
    () => '',
  ])('is not found under another address: %s', async (change) => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, 'one');
    expect(await platform.read(ADA, change(uri(1)))).toBeUndefined();
  });

  it('lies sealed: no text of it is in any file of the database', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, 'a text that is like no other');
    const { folder } = platform.database;

    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));

    expect(files.some((text) => text.includes('acme_list_rows'))).toBe(true);
    expect(files.some((text) => text.includes('like no other'))).toBe(false);
    expect(await platform.read(ADA, uri(1))).toBe('a text that is like no other');
  });

  it('cannot be read when its pages have changed places', async () => {
    await using platform = await setUp();
    const { id, uri } = await platform.keep(ADA, 'one', 'two');
    const second = await platform.store.page(id, 2);
    await platform.database.use((db) =>
      db
        .updateTable('result_pages')
        .set({ sealed: second })
        .where('result_id', '=', id)
        .where('page', '=', 1)
        .execute(),
    );

    await expect(platform.read(ADA, uri(1))).rejects.toThrow();
  });
});

describe('the caps', () => {
  it('let a file be as large as a file may be, and not a character more', async () => {
    await using platform = await setUp();
    const half = 'x'.repeat(PER_FILE / 2);

    expect(await codeOf(platform.keep(ADA, half, half))).toBe('kept');
    expect(await codeOf(platform.keep(BOB, half, half, 'x'))).toBe('upstream_rejected');
    expect(await platform.results.listOf(BOB)).toEqual([]);
  });

  it('let an owner keep as much as an owner may, whatever others keep, until it expires', async () => {
    await using platform = await setUp();
    const keepAll = async (owner: Principal) => {
      const ends: string[] = [];
      for (let n = 0; n < 4; n += 1) ends.push(await codeOf(platform.keep(owner, 'x'.repeat(80))));
      return ends;
    };

    expect(await keepAll(ADA)).toEqual(['kept', 'kept', 'kept', 'upstream_rejected']);
    expect(await keepAll(BOB)).toEqual(['kept', 'kept', 'kept', 'upstream_rejected']);
    await platform.clock.advance(TTL_MS);
    expect(await codeOf(platform.keep(ADA, 'x'.repeat(80)))).toBe('kept');
  });

  it('hold when many are kept at once', async () => {
    await using platform = await setUp();

    const ends = await Promise.all(Array.from({ length: 20 }, () => codeOf(platform.keep(ADA, 'x'.repeat(80)))));

    expect(ends.filter((end) => end === 'kept')).toHaveLength(3);
    expect(await platform.store.charactersOf('ada', platform.clock.now())).toBe(240);
  });

  it('say what to do', async () => {
    await using platform = await setUp();
    await platform.keep(ADA, 'x'.repeat(100));
    await platform.keep(ADA, 'x'.repeat(100));

    await expect(platform.keep(ADA, 'x'.repeat(101))).rejects.toThrow(/100 characters .* ask for less\.$/);
    await expect(platform.keep(ADA, 'x'.repeat(51))).rejects.toThrow(/250 characters .* wait until they expire\.$/);
  });
});
