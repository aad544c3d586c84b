import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, type SearchNode } from '../emulator/search/parse-search.ts';
import { toSearchString } from './search-string.ts';

const search = (value: string | undefined, field?: string) => toSearchString([{ argument: 'text', field, value }]);

/** Every term of a search, or `undefined` when anything but “all of these” is in it. */
function termsOf(node: SearchNode | undefined): { field: string | undefined; comparator: string }[] | undefined {
  if (node === undefined) return [];
  if (node.kind === 'term') return [{ field: node.term.field, comparator: node.term.comparator }];
  if (node.kind !== 'and') return undefined;
  const below = node.nodes.map(termsOf);
  return below.some((terms) => terms === undefined) ? undefined : below.flatMap((terms) => terms ?? []);
}

describe('a search string', () => {
  it('holds every filter that was given, and is null without any', () => {
    const filters = [
      { argument: 'status', field: 'status', value: 'active' },
      { argument: 'vendor', field: 'vendor', value: undefined },
      { argument: 'createdFrom', field: 'created_at', comparator: '>=' as const, value: '2026-11-01T00:00:00.000Z' },
    ];

    expect(toSearchString(filters)).toBe('status:"active" created_at:>="2026-11-01T00:00:00.000Z"');
    expect(toSearchString([{ argument: 'text', value: undefined }])).toBeNull();
  });

  it('asks for every word of a text on its own', () => {
    expect(search('green  tea')).toBe('"green" "tea"');
  });

  it.each([
    ['tea OR status:draft', '"tea" "OR" "status:draft"'],
    ['-tea (x)', '"-tea" "(x)"'],
    ['tea*', '"tea"'],
    ['foo\\', '"foo"'],
    ['>5', '"5"'],
    [`D'Addario`, `"D'Addario"`],
    ['12"', `'12"'`],
    [`a"b'c`, `"a b'c"`],
  ])('keeps %j a text: %s', (text, expected) => {
    expect(search(text)).toBe(expected);
  });

  it.each(['*', '\\', '""', "''", '-', '   ', '>', '( )', '\u0000'])(
    'refuses %j rather than find everything',
    (text) => {
      expect(() => search(text)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
      expect(() => search(text, 'tag')).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    },
  );

  it('gains no field, operator or comparator from any text', () => {
    const alphabet = fc.constantFrom(
      'a',
      'Z',
      '9',
      ' ',
      '"',
      "'",
      '\\',
      ':',
      '(',
      ')',
      '-',
      '*',
      '>',
      '<',
      '=',
      ',',
      '\n',
      'OR ',
      ' AND ',
      'NOT ',
      'status:draft',
    );
    const text = fc.array(alphabet, { maxLength: 30 }).map((parts) => parts.join(''));

    fc.assert(
      fc.property(text, (value) => {
        let whole: string | null;
        try {
          whole = toSearchString([
            { argument: 'tag', field: 'tag', value },
            { argument: 'text', value },
          ]);
        } catch {
          return;
        }
        const terms = termsOf(parseSearch(whole ?? ''));
        expect(terms?.[0]).toEqual({ field: 'tag', comparator: '' });
        expect(terms?.slice(1).every(({ field, comparator }) => field === undefined && comparator === '')).toBe(true);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});
