import { fromLegacyId, parseGid } from '../gid.ts';
import type { SearchTerm } from './parse-search.ts';

/** How the values of a field are compared. */
export type FieldKind =
  | 'text' // word by word, as in titles
  | 'keyword' // as a whole, whatever the case; several values may be asked for with commas
  | 'number'
  | 'id'
  | 'time'
  | 'boolean';

/** One field that a search may name. */
export interface SearchField<T> {
  readonly kind: FieldKind;
  /** The row's values, all in the kind's own form: numbers for number, id and time (epoch ms). */
  values(row: T): readonly (string | number | boolean)[];
  /** The field keeps the rows of which no value passes, as `tag_not` does. */
  readonly isExclusion?: boolean;
}

/** The fields that searches over one kind of row know; `default` is what words that stand alone look at. */
export type SearchFields<T> = Readonly<Record<string, SearchField<T>>>;

export type FieldTest = (value: string | number | boolean) => boolean;

/** Declares a field; a value that is `undefined` or `null` is none. */
export function field<T>(
  kind: FieldKind,
  values: (row: T) => readonly (string | number | boolean)[] | string | number | boolean | null | undefined,
): SearchField<T> {
  return {
    kind,
    values(row) {
      const found = values(row);
      if (found === undefined || found === null) return [];
      return typeof found === 'object' ? found : [found];
    },
  };
}

/** Declares fields that Shopify knows and this shop has nothing in: they are no mistake, and match no row. */
export function emptyFields<T>(names: string): SearchFields<T> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, field<T>('keyword', () => [])]),
  );
}

/** Makes the test that a term asks for; `undefined` when its value means nothing for this kind. */
export function testOf(kind: FieldKind, term: SearchTerm, nowMs: number): FieldTest | undefined {
  switch (kind) {
    case 'text':
      return textTest(term);
    case 'keyword':
      return keywordTest(term);
    case 'boolean': {
      const wanted = { true: true, false: false, yes: true, no: false }[term.value.toLowerCase()];
      return wanted === undefined ? undefined : (value) => value === wanted;
    }
    case 'number':
      return rangeTest(term, (text) => point(Number(text)));
    case 'id':
      return rangeTest(term, (text) => point(toId(text)));
    case 'time':
      return rangeTest(term, (text) => period(text, nowMs));
  }
}

function textTest({ value, isPhrase }: SearchTerm): FieldTest | undefined {
  const isPrefix = !isPhrase && value.endsWith('*');
  const wanted = words(value);
  if (wanted.length === 0) return undefined;
  const last = wanted.length - 1;
  return (text) => {
    const found = words(String(text));
    return found.some((_, start) =>
      wanted.every((word, index) => {
        const candidate = found[start + index];
        return isPrefix && index === last ? candidate?.startsWith(word) : candidate === word;
      }),
    );
  };
}

function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function keywordTest({ value, isPhrase }: SearchTerm): FieldTest {
  const wanted = (isPhrase ? [value] : value.split(',')).map((text) => text.trim().toLowerCase());
  return (found) => {
    const text = String(found).toLowerCase();
    return wanted.some((want) =>
      !isPhrase && want.endsWith('*') ? text.startsWith(want.slice(0, -1)) : text === want,
    );
  };
}

/** From the first up to and including the last. */
interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeTest(
  { comparator, value }: SearchTerm,
  read: (text: string) => Range | undefined,
): FieldTest | undefined {
  const [from, to] = comparator === '' ? value.split('..') : [value];
  const low = read(from ?? '');
  const high = to === undefined ? low : read(to);
  if (!low || !high) return undefined;
  const compare: Record<SearchTerm['comparator'], (number: number) => boolean> = {
    '': (number) => number >= low.first && number <= high.last,
    '>': (number) => number > low.last,
    '>=': (number) => number >= low.first,
    '<': (number) => number < low.first,
    '<=': (number) => number <= low.last,
  };
  return (found) => compare[comparator](Number(found));
}

function point(number: number): Range | undefined {
  return Number.isFinite(number) ? { first: number, last: number } : undefined;
}

function toId(text: string): number {
  return text.startsWith('gid://') ? parseGid(text).id : fromLegacyId(text === '' ? Number.NaN : Number(text));
}

/** Reads `now`, a year, a month, a day or a moment; UTC unless an offset is given. */
function period(text: string, nowMs: number): Range | undefined {
  if (text.toLowerCase() === 'now') return point(nowMs);
  const [, year, month, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text) ?? [];
  if (year === undefined) {
    const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(text);
    const ms = /^\d{4}-\d{2}-\d{2}[T ]/.test(text) ? Date.parse(hasZone ? text : `${text}Z`) : Number.NaN;
    return point(ms);
  }
  const first = Date.UTC(Number(year), month ? Number(month) - 1 : 0, day ? Number(day) : 1);
  const next = day
    ? first + 86_400_000
    : month
      ? Date.UTC(Number(year), Number(month), 1)
      : Date.UTC(Number(year) + 1, 0, 1);
  const isReal = new Date(first).toISOString().startsWith(text);
  return isReal ? { first, last: next - 1 } : undefined;
}
