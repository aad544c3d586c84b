/** What begins an escape. Text may hold it by itself, so it is escaped as well. */
const ESCAPE = '\u0001';

/**
 * The text as PostgreSQL can keep it: a `text` cannot hold U+0000 (PostgreSQL manual, 8.3), and callers can send one.
 * Different texts stay different, so that equality and unique keys hold. Lone surrogates become U+FFFD, as in SQLite.
 */
export function toPostgresText(text: string): string {
  const whole = text.toWellFormed();
  if (!whole.includes('\u0000') && !whole.includes(ESCAPE)) return whole;
  return whole.replaceAll(ESCAPE, `${ESCAPE}1`).replaceAll('\u0000', `${ESCAPE}0`);
}

/** The text that `toPostgresText` was given. */
export function fromPostgresText(kept: string): string {
  if (!kept.includes(ESCAPE)) return kept;
  return kept.replaceAll(`${ESCAPE}0`, '\u0000').replaceAll(`${ESCAPE}1`, ESCAPE);
}
