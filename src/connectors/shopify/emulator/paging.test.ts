import { describe, expect, it } from 'vitest';
import { type PageArguments, paginate } from './paging.ts';

interface Row {
  readonly id: number;
  readonly name: string | null;
}

const rows: Row[] = [
  { id: 1, name: 'b' },
  { id: 2, name: 'a' },
  { id: 3, name: null },
  { id: 4, name: 'b' },
  { id: 5, name: 'c' },
];

const page = (args: PageArguments, from: readonly Row[] = rows) =>
  paginate(from, args, { idOf: ({ id }) => id, keyOf: ({ name }) => name, toNode: ({ id }) => id });

describe('a page', () => {
  it('is sorted by key, then id, and rows without a key come first', () => {
    expect(page({ first: 10 }).nodes).toEqual([3, 2, 1, 4, 5]);
    expect(page({ first: 10, reverse: true }).nodes).toEqual([5, 4, 1, 2, 3]);
  });

  it('leads to the next one until there is none', () => {
    const first = page({ first: 2 });
    const second = page({ first: 2, after: first.pageInfo.endCursor });
    const third = page({ first: 2, after: second.pageInfo.endCursor });

    expect([first, second, third].map(({ nodes }) => nodes)).toEqual([[3, 2], [1, 4], [5]]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
  });

  it('goes backwards with last and before, in reverse order too', () => {
    const end = page({ last: 2 });
    expect(end.nodes).toEqual([4, 5]);
    expect(page({ last: 2, before: end.pageInfo.startCursor }).nodes).toEqual([2, 1]);
    const back = page({ first: 2, reverse: true });
    expect(page({ first: 2, reverse: true, after: back.pageInfo.endCursor }).nodes).toEqual([1, 2]);
  });

  it('neither repeats nor skips when rows come and go between pages', () => {
    const { pageInfo } = page({ first: 2 });
    const changed = [...rows.filter(({ id }) => id !== 3), { id: 6, name: 'a' }];

    expect(page({ first: 10, after: pageInfo.endCursor }, changed).nodes).toEqual([6, 1, 4, 5]);
  });

  it('has null cursors and no neighbours when there is nothing', () => {
    expect(page({ first: 5 }, []).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it.each([
    [{}, 'you must provide one of first or last'],
    [{ first: 1, last: 1 }, 'providing both first and last is not supported'],
    [{ first: 251 }, 'first cannot exceed 250'],
    [{ last: 251 }, 'last cannot exceed 250'],
    [{ first: 0 }, 'first must be greater than 0'],
    [{ first: 1, after: 'nonsense' }, 'Invalid cursor for current pagination sort.'],
    [
      { first: 1, after: Buffer.from('{"last_id":"x"}').toString('base64') },
      'Invalid cursor for current pagination sort.',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => page(args)).toThrow(message);
  });
});
