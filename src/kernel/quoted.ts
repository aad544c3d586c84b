const CHARACTERS_MAX = 300;

/** Makes the vendor's words fit to be shown inside ours: one line, no control characters, at most 300 characters. */
export function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= CHARACTERS_MAX ? line : `${line.slice(0, CHARACTERS_MAX)}…`;
}
