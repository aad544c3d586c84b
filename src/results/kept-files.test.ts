import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { openResultFiles } from '../../test/support/result-files.ts';
import type { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import { FILE_PAGE_BYTES } from './file-pages.ts';

const TTL_MS = 1_000;
const PER_FILE = 1_000_000;
const ADA = { id: 'ada' } as Principal;
const BOB = { id: 'bob' } as Principal;

async function setUp() {
  const opened = await openResultFiles(PER_FILE, 2.5 * PER_FILE);
  const { results } = opened;
  const keep = (owner: Principal, bytes: Uint8Array, name = 'file.bin') =>
    results.keepFile(owner, acme.tools[0] as Tool, acmeConnection(), { name, bytes });
  const read = async (owner: Principal, uri: string) => {
    const file = await results.openFile(owner, uri, () => true);
    return file && buffer(file.pages());
  };
  return Object.assign(opened, { keep, read });
}

/** Bytes that are different everywhere. */
function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + (at >> 8) * 7) & 0xff;
  return bytes;
}

describe('a file that is kept', () => {
  it.each([0, 1, FILE_PAGE_BYTES - 1, FILE_PAGE_BYTES, FILE_PAGE_BYTES + 1, 3 * FILE_PAGE_BYTES + 7])(
    'of %d bytes is given to its owner as it was',
    async (length) => {
      await using platform = await setUp();
      const bytes = bytesOf(length);

      const kept = await platform.keep(ADA, bytes);

      expect(await platform.read(ADA, kept.uri)).toEqual(bytes);
      expect(kept.bytes).toBe(length);
    },
  );

  it('has pages whose base64 can be joined', () => {
    expect(FILE_PAGE_BYTES % 3).toBe(0);
  });

  it('says what it is called and is, safely', async () => {
    await using platform = await setUp();
    const kept = await platform.keep(ADA, Buffer.from('%PDF-1.7\n'), '../offer.html');

    expect(kept).toEqual({
      uri: expect.stringMatching(/^mcp-platform:\/\/results\/[0-9a-f-]{36}\/file$/),
      name: '_offer.html',
      mimeType: 'application/pdf',
      isText: false,
      bytes: 9,
      expiresAt: platform.clock.now() + TTL_MS,
    });
    expect(await platform.results.openFile(ADA, kept.uri, () => true)).toMatchObject(kept);
  });

  it('is read a page at a time, none before it is asked for', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, bytesOf(3 * FILE_PAGE_BYTES));
    const file = await platform.results.openFile(ADA, uri, () => true);
    const [id] = /[0-9a-f-]{36}/.exec(uri) ?? [];
    const drop = (page: number) =>
      platform.database.use((db) =>
        db
          .deleteFrom('result_pages')
          .where('result_id', '=', id as string)
          .where('page', '=', page)
          .execute(),
      );

    const pages = file?.pages()[Symbol.asyncIterator]();
    expect((await pages?.next())?.value).toHaveLength(FILE_PAGE_BYTES);
    await drop(2);

    await expect(pages?.next()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is nobody else’s, nor its owner’s without the right', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, bytesOf(10));

    expect(await platform.read(BOB, uri)).toBeUndefined();
    expect(await platform.results.openFile(ADA, uri, () => false)).toBeUndefined();
  });

  it('is there until the millisecond at which it expires', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, bytesOf(10));

    await platform.clock.advance(TTL_MS - 1);
    expect(await platform.read(ADA, uri)).toHaveLength(10);
    await platform.clock.advance(1);

    expect(await platform.read(ADA, uri)).toBeUndefined();
  });

  it('is no pages of rows, and pages of rows are no file', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, bytesOf(10));
    const draft = platform.results.draft(ADA, acme.tools[0] as Tool, acmeConnection());
    await platform.results.keep(draft, [{ json: '{}', rows: 1 }]);

    expect(await platform.results.read(ADA, uri.replace('/file', '/pages/1'), () => true)).toBeUndefined();
    expect(await platform.read(ADA, draft.uri(1).replace('/pages/1', '/file'))).toBeUndefined();
  });

  it.each([
    (uri: string) => uri.toUpperCase(),
    (uri: string) => `${uri}/`,
    (uri: string) => `${uri}?x`,
    (uri: string) => uri.replace('/file', ''),
    (uri: string) => uri.replace('results/', 'results/../'),
  ])('is not found under another address: %s', async (change) => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, bytesOf(10));
    expect(await platform.read(ADA, change(uri))).toBeUndefined();
  });

  it('lies sealed, its name and its bytes', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, Buffer.from('a text that is like no other'), 'a name like no other.txt');
    const { folder } = platform.database;

    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));

    expect(files.some((text) => text.includes('acme_list_rows'))).toBe(true);
    expect(files.some((text) => text.includes('like no other'))).toBe(false);
    expect(String(await platform.read(ADA, uri))).toBe('a text that is like no other');
  });

  it('is not given when its pages have changed places', async () => {
    await using platform = await setUp();
    const { uri } = await platform.keep(ADA, bytesOf(2 * FILE_PAGE_BYTES));
    const [id] = /[0-9a-f-]{36}/.exec(uri) ?? [];
    const second = await platform.store.page(id as string, 2);
    await platform.database.use((db) =>
      db.updateTable('result_pages').set({ sealed: second }).where('page', '=', 1).execute(),
    );

    await expect(platform.read(ADA, uri)).rejects.toThrow();
  });
});

describe('the caps of files', () => {
  const codeOf = (kept: Promise<unknown>) =>
    kept.then(
      () => 'kept',
      ({ code }: PlatformError) => code,
    );

  it('let a file be as large as a result may be, and not a byte more', async () => {
    await using platform = await setUp();

    expect(await codeOf(platform.keep(ADA, bytesOf(PER_FILE)))).toBe('kept');
    await expect(platform.keep(BOB, bytesOf(PER_FILE + 1))).rejects.toThrow(
      /1000001 bytes, .* 1000000; .* RESULT_FILE_CHARACTERS\.$/,
    );
    expect(await platform.results.listOf(BOB)).toEqual([]);
  });

  it('count files and rows together, one owner by itself, until they expire', async () => {
    await using platform = await setUp();
    const draft = platform.results.draft(ADA, acme.tools[0] as Tool, acmeConnection());
    await platform.results.keep(draft, [{ json: 'x'.repeat(PER_FILE), rows: 1 }]);
    const ends: string[] = [];
    for (let n = 0; n < 2; n += 1) ends.push(await codeOf(platform.keep(ADA, bytesOf(PER_FILE))));
    ends.push(await codeOf(platform.keep(BOB, bytesOf(PER_FILE))));
    await platform.clock.advance(TTL_MS);
    ends.push(await codeOf(platform.keep(ADA, bytesOf(PER_FILE))));

    expect(ends).toEqual(['kept', 'upstream_rejected', 'kept', 'kept']);
  });
});
