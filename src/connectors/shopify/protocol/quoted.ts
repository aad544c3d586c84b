import type { Issue } from '../../../kernel/errors.ts';

const CHARACTERS_MAX = 300;
const ISSUES_MAX = 20;

/** Makes the vendor's words fit to be shown inside ours: one line, no control characters, at most 300 characters. */
export function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= CHARACTERS_MAX ? line : `${line.slice(0, CHARACTERS_MAX)}…`;
}

/** Makes what the vendor says to single fields fit to be shown: at most 20 issues, each quoted. */
export function quotedIssues(said: readonly { readonly path: string; readonly message: string }[]): Issue[] {
  return said.slice(0, ISSUES_MAX).map(({ path, message }) => ({ path: quoted(path), message: quoted(message) }));
}

const SCOPE = /\b(?:read|write)_[a-z_]{2,60}\b/g;

/** Gives the access scopes that a text of Shopify names, each once, at most 20. */
export function scopesNamedIn(text: string): string[] {
  return [...new Set(text.match(SCOPE))].slice(0, ISSUES_MAX);
}
