/**
 * Turns a value of one of Google's enums into ours, whichever way it is spelled: the discovery document has `BY_PAGE`,
 * guides and real replies have `byPage`; both become `by_page`. A value that came later passes as well.
 */
export function toWord(value: string): string {
  return value.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** Turns one of our words into Google's, as the discovery document spells it: `by_page` becomes `BY_PAGE`. */
export function toEnum(word: string): string {
  return word.toUpperCase();
}
