import { PlatformError } from '../../../kernel/errors.ts';

/** One condition of a search: a field of Shopify's own, how it is compared, and a value that may come from anybody. */
export interface Filter {
  /** `undefined` looks for the words wherever Shopify looks by default. */
  readonly field?: string;
  readonly comparator?: '' | '>=' | '<';
  /** The tool's argument that it comes from; named when it cannot be searched for. */
  readonly argument: string;
  /** `undefined` is a filter that was not given. */
  readonly value: string | undefined;
}

/**
 * Writes a search string (https://shopify.dev/docs/api/usage/search-syntax) in which all filters must match; `null` for
 * none. Every value is quoted, so text of a caller stays text: it adds no field, no operator and no wildcard. A value of
 * which nothing is left to search for throws `invalid_input`, because a search without it would find everything.
 */
export function toSearchString(filters: readonly Filter[]): string | null {
  const terms = filters.flatMap(termsOf);
  return terms.length > 0 ? terms.join(' ') : null;
}

function termsOf({ field, comparator = '', argument, value }: Filter): string[] {
  if (value === undefined) return [];
  const phrases = (field === undefined ? value.split(/\s+/) : [value]).map(toPhrase).filter((phrase) => phrase !== '');
  if (phrases.length === 0) {
    const issues = [{ path: argument, message: 'Give letters or digits to search for.' }];
    throw new PlatformError('invalid_input', `There is nothing to search for in \`${argument}\`.`, {
      issues,
      sent: 'no',
    });
  }
  return phrases.map((phrase) => (field === undefined ? phrase : `${field}:${comparator}${phrase}`));
}

/**
 * Quotes a value. Shopify documents no way to write a quotation mark inside quotation marks of its own kind, so the kind
 * that the value lacks is used, and one of a value that has both is dropped. Backslashes, which might hide the closing
 * mark, wildcards, and comparators at the beginning become spaces.
 */
function toPhrase(value: string): string {
  const mark = value.includes('"') && !value.includes("'") ? "'" : '"';
  const plain = value
    .replace(/[\\*\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(mark, ' ')
    .replace(/^[\s<>=]+/, '')
    .trim();
  return /[\p{L}\p{N}]/u.test(plain) ? `${mark}${plain}${mark}` : '';
}
