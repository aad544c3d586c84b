import { z } from 'zod';
import { isLine } from './plain-text.ts';

/** One condition of a search. */
export interface Term {
  /** Zoho's word: `entire`, `sender`, `in`. */
  readonly parameter: string;
  readonly value: string;
  /** Names of folders and labels stand in quotation marks. */
  readonly isName?: boolean;
}

const TOLD = 'Leave out quotation marks and double colons, and colons at the ends: they mean something to Zoho.';
const SEPARATOR = '::';

/**
 * Input field for a text that is searched for. Zoho has no way to escape what joins conditions, so what could join them is
 * refused: a caller's text is always one condition, and never two.
 */
export function searchedField(description: string) {
  return z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine(isLine, 'Write it in one line, without control characters.')
    .refine(isOneCondition, TOLD)
    .optional()
    .describe(description);
}

/** Whether the text can stand as one value of a search, in whichever of its Unicode forms Zoho reads it. */
export function isOneCondition(text: string): boolean {
  const folded = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return !folded.includes('"') && !folded.includes(SEPARATOR) && !/^:|:$/.test(folded) && !/(^|\s)or:/i.test(folded);
}

/** Gives the search in Zoho's syntax: every condition must hold. The terms' values have passed `searchedField`. */
export function toSearchKey(terms: readonly Term[]): string {
  return terms.map(({ parameter, value, isName }) => `${parameter}:${isName ? `"${value}"` : value}`).join(SEPARATOR);
}
