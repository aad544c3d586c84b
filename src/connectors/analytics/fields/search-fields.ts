/** A name that reports are made of, with what a search looks at. */
export interface FoundField {
  readonly name: string;
  readonly kind: 'dimension' | 'metric';
  readonly label: string;
  readonly category: string;
  readonly type?: string;
  readonly isCustom: boolean;
  readonly description?: string;
}

/** Gives the fields in which all words occur, those first whose names say them. No words find everything. */
export function searchFields<Field extends FoundField>(fields: readonly Field[], words: string): Field[] {
  const wanted = words
    .toLowerCase()
    .split(/[^a-z0-9_:]+/)
    .filter((word) => word !== '');
  return fields
    .map((field) => ({ field, rank: rankOf(field, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ field }) => field);
}

/** 0 where a word is missing; the sum of where each is found otherwise. A short name comes before a long one. */
function rankOf({ name, label, category, description = '' }: FoundField, words: readonly string[]): number {
  const texts = [name, label, category, description].map((text) => text.toLowerCase());
  let rank = 1 + 1 / (1 + name.length);
  for (const word of words) {
    const singular = word.length > 3 ? word.replace(/s$/, '') : word;
    const at = texts.findIndex((text) => text.includes(singular));
    if (at < 0) return 0;
    rank += (texts[0] === word ? 40 : 0) + [20, 15, 5, 1][at]!;
  }
  return rank;
}
