import type { Issue } from '../../../kernel/errors.ts';
import { quoted } from '../../../kernel/quoted.ts';

const ISSUES_MAX = 20;

/** Makes what the vendor says to single fields fit to be shown: at most 20 issues, each quoted. */
export function quotedIssues(said: readonly { readonly path: string; readonly message: string }[]): Issue[] {
  return said.slice(0, ISSUES_MAX).map(({ path, message }) => ({ path: quoted(path), message: quoted(message) }));
}

const SCOPE = /\b(?:read|write)_[a-z_]{2,60}\b/g;

/** Gives the access scopes that a text of Shopify names, each once, at most 20. */
export function scopesNamedIn(text: string): string[] {
  return [...new Set(text.match(SCOPE))].slice(0, ISSUES_MAX);
}
