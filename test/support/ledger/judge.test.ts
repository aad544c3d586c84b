import { describe, expect, it } from 'vitest';
import type { End, Kept } from './book.ts';
import { judge } from './judge.ts';

const OK: End = { how: 'ok', replayed: false };
const UNKNOWN: End = { how: 'error', code: 'outcome_unknown', status: 502, record: 'r1', text: '' };
const FAILED: End = { how: 'error', code: 'upstream_failed', status: 502, text: '' };
const BROKEN: End = { how: 'broken', text: '' };
const NO_OUTAGE: never[] = [];

let calls = 0;
function call(end: End, over: Partial<Kept> = {}): Kept {
  return {
    call: calls++,
    tool: 'shopify_create_product',
    input: {},
    face: 'rest',
    principal: 0,
    mark: 'ledger-000001',
    key: 'k1',
    trace: '',
    at: 1_000,
    end,
    endedAt: 2_000,
    ...over,
  };
}

describe('the judge of a ledger', () => {
  it.each([
    ['an acknowledged write that was not carried out', 'lost', [call(OK)], 0],
    ['a keyed write that was carried out twice', 'doubled', [call(BROKEN), call(UNKNOWN)], 2],
    [
      'a write without a key that was carried out more often than it was called',
      'doubled',
      [call(OK, { key: undefined })],
      2,
    ],
    ['a write that was done where every answer said that it was not', 'denied', [call(FAILED)], 1],
    ['an error of ours', 'unclassified', [call({ ...FAILED, code: 'internal', status: 500 })], 0],
    ['a code with another status than its own', 'unclassified', [call({ ...FAILED, status: 500 })], 0],
    ['what is no answer', 'unclassified', [call({ how: 'malformed', text: '<html>' })], 0],
    ['a call without an end', 'hung', [call({ how: 'hung', text: '' })], 0],
    ['a connection that broke while nobody was killed', 'broken', [call(BROKEN)], 0],
    ['a record that nobody lists', 'unlisted', [call(UNKNOWN)], 0],
  ] as const)('finds %s', (_what, name, kept, carriedOut) => {
    expect(judge(kept, NO_OUTAGE, new Set(), () => carriedOut)[name]).toHaveLength(1);
  });

  it('finds nothing where what was told is what was done', () => {
    const kept = [call(BROKEN, { at: 900, endedAt: 1_100 }), call(UNKNOWN), call(UNKNOWN)];

    const { ends, ...wrong } = judge(kept, [{ from: 1_000, to: 1_500 }], new Set(['r1']), () => 1);

    expect(ends).toEqual(
      new Map([
        ['broken', 1],
        ['outcome_unknown', 2],
      ]),
    );
    expect(Object.values(wrong).flat()).toEqual([]);
  });
});
