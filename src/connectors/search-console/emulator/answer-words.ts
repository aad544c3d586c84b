/** How enums are spelled in answers: `byPage` as in the guides and real replies, or `BY_PAGE`. */
export type EnumSpelling = 'guides' | 'discovery';

/** Spells a value of an enum. */
export function spell(value: string, spelling: EnumSpelling): string {
  if (spelling === 'discovery') return value;
  return value.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
