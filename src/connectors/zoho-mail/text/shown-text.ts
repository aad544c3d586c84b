import { decodeEntities } from './entities.ts';

/**
 * What a reader does not see and a model does: controls, formats (zero width, bidirectional, soft hyphen, tags), fillers
 * that look like nothing, and selectors of variants, in which bytes can be smuggled. Line breaks and tabs stay.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is looked for by itself
  /(?![\n\t])[\p{Cc}\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0000}-\u{e0fff}]/gu;

/** Gives the text as a reader sees it: well formed, with line breaks of one kind, without what is invisible. */
export function shownText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, '');
}

/** Gives one line of what came from a list: its references decoded, shown as a reader sees it. */
export function shownLine(text: string): string {
  return shownText(decodeEntities(text)).replace(/\s+/g, ' ').trim();
}

const ABSENT = 'Not Provided';

/** Gives a line, or `undefined` where Zoho has none: it then writes nothing, or `Not Provided`. */
export function lineOrNothing(text: string | null | undefined): string | undefined {
  const line = shownLine(text ?? '');
  return line === '' || line === ABSENT ? undefined : line;
}
