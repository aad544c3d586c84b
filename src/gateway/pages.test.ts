import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acme } from '../../test/support/acme.ts';
import { expectToObey } from '../../test/support/answer-checks.ts';
import type { Tool } from '../kernel/tool.ts';
import type { ResultDraft } from '../results/result-files.ts';
import { cutIntoPages } from './pages.ts';
import { publishedOutput } from './published-schemas.ts';

const SCHEMA = publishedOutput(acme.tools.find(({ name }) => name === 'acme_list_rows') as Tool);
const ID = '01900000-0000-7000-8000-000000000000';
const draft: ResultDraft = {
  id: ID,
  ownerId: 'p',
  tool: 'acme_list_rows',
  connection: 'acme/default',
  createdAt: 0,
  expiresAt: Date.UTC(2026, 10, 22),
  uri: (page) => `mcp-platform://results/${ID}/pages/${page}`,
};
/** The widest that a page is without its rows. */
const FRAME_CHARACTERS = 500;

type Row = { id: string; owner: string; note?: string };

const answerOf = (rows: readonly Row[]) => ({
  rows,
  mode: 'live',
  source: { connector: 'acme', connection: 'default', fetchedAt: '2026-11-22T12:00:00.000Z' },
});
const sizeOf = (row: Row) => JSON.stringify(row).length + 1;

const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('"\\'),
);
const anyRow: fc.Arbitrary<Row> = fc.record(
  { id: anyText, owner: anyText, note: fc.oneof(anyText, fc.string({ minLength: 200, maxLength: 400 })) },
  { requiredKeys: ['id', 'owner'] },
);

describe('cutIntoPages', () => {
  it('says where the list of the vendor goes on with the last rows alone', () => {
    const rows = [0, 1, 2].map((id) => ({ id: `row-${id}`, owner: 'Ada', note: 'x'.repeat(300) }));
    const answer = { ...answerOf(rows), nextCursor: 'after row 2', nextOffset: 3, nextto: 'kept' };

    const pages = cutIntoPages(answer, 'rows', FRAME_CHARACTERS + 400, draft) ?? [];

    const read = pages.map(({ json }) => JSON.parse(json));
    const { nextCursor, nextOffset } = answer;
    expect(read.map((page) => [page.nextCursor, page.nextOffset, page.nextto])).toEqual([
      [undefined, undefined, 'kept'],
      [undefined, undefined, 'kept'],
      [nextCursor, nextOffset, 'kept'],
    ]);
  });

  it('keeps every page within its size and its schema, and every row once and in order', () => {
    const anyCase = fc.tuple(fc.array(anyRow, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 3_000 }));
    fc.assert(
      fc.property(anyCase, ([rows, more]) => {
        const characters = FRAME_CHARACTERS + Math.max(...rows.map(sizeOf)) + more;

        const pages = cutIntoPages(answerOf(rows), 'rows', characters, draft) ?? [];

        const read = pages.map(({ json }) => JSON.parse(json));
        for (const { json } of pages) expect(json.length).toBeLessThanOrEqual(characters);
        for (const page of read) expectToObey(SCHEMA, page);
        expect(read.flatMap((page) => page.rows)).toEqual(JSON.parse(JSON.stringify(rows)));
        expect(pages.map((page) => page.rows)).toEqual(read.map((page) => page.rows.length));
        expect(read.map(({ page }) => page)).toEqual(
          read.map((page, index) => ({
            number: index + 1,
            pages: read.length,
            rows: page.rows.length,
            totalRows: rows.length,
            ...(index + 1 < read.length && { next: draft.uri(index + 2) }),
            expiresAt: '2026-11-22T00:00:00.000Z',
          })),
        );
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('fills each page: no page would have held the first row of the next', () => {
    const rows = Array.from({ length: 200 }, (_, n) => ({ id: `${n}`, owner: 'x'.repeat(n % 90) }));

    const pages = cutIntoPages(answerOf(rows), 'rows', 2_000, draft) ?? [];

    const waste = pages.slice(0, -1).map(({ json }) => 2_000 - json.length);
    expect(Math.max(...waste)).toBeLessThan(150);
  });

  it('does not cut when a single row is larger than a page', () => {
    const rows = [
      { id: '1', owner: 'a' },
      { id: '2', owner: 'x'.repeat(3_000) },
    ];
    expect(cutIntoPages(answerOf(rows), 'rows', 2_000, draft)).toBeUndefined();
  });

  it.each([[[]], [[{ id: '1', owner: 'a' }]]])('does not cut when what is beside the rows is too large: %j', (rows) => {
    const answer = { ...answerOf(rows), summary: 'x'.repeat(3_000) };
    expect(cutIntoPages(answer, 'rows', 2_000, draft)).toBeUndefined();
  });
});
