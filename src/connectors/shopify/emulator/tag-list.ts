/** Joins lists of tags: a tag keeps its first spelling, holds no comma, and stands in its place of the alphabet. */
export function mergeTags(existing: readonly string[], added: readonly string[]): string[] {
  const byName = new Map<string, string>();
  for (const tag of [...existing, ...added.flatMap((text) => text.split(','))].map((text) => text.trim())) {
    if (tag !== '' && !byName.has(tag.toLowerCase())) byName.set(tag.toLowerCase(), tag);
  }
  return [...byName.values()].sort((a, b) => a.localeCompare(b));
}
