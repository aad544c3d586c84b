import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';

/** Headers that are the same on every answer, laid out once as Node writes them fastest: name, value, name, value. */
export interface PreparedHeaders {
  readonly flat: readonly string[];
  readonly names: ReadonlySet<string>;
}

/** Lays headers out; names are in lower case. */
export function prepareHeaders(headers: Readonly<Record<string, string>>): PreparedHeaders {
  return { flat: Object.entries(headers).flat(), names: new Set(Object.keys(headers)) };
}

/**
 * What every answer of every face carries (OWASP ASVS 3.4): an API answer runs nothing, is framed by nobody, kept
 * nowhere and read as what it says it is. Browsers heed HSTS over TLS only (RFC 6797 §8.1), so it does no harm without;
 * sub-domains are not ours to bind. A face that serves a page sets its own policy instead.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Puts the prepared headers before an answer's own, in the flat form; where both name one, the answer's own stands. */
export function withPrepared(
  { flat, names }: PreparedHeaders,
  own: OutgoingHttpHeaders | readonly OutgoingHttpHeader[] | undefined,
  alreadySet: readonly string[],
): OutgoingHttpHeader[] {
  const given = own === undefined ? [] : flatten(own);
  let taken: string[] | undefined;
  for (let at = 0; at < given.length; at += 2) {
    const name = (given[at] as string).toLowerCase();
    if (names.has(name)) taken = [...(taken ?? []), name];
  }
  for (const name of alreadySet) if (names.has(name)) taken = [...(taken ?? []), name];
  return taken === undefined ? flat.concat(given as string[]) : [...without(flat, new Set(taken)), ...given];
}

function flatten(own: OutgoingHttpHeaders | readonly OutgoingHttpHeader[]): readonly OutgoingHttpHeader[] {
  if (Array.isArray(own)) return Array.isArray(own[0]) ? own.flat() : own;
  const flat: OutgoingHttpHeader[] = [];
  for (const [name, value] of Object.entries(own as OutgoingHttpHeaders)) {
    if (Array.isArray(value)) for (const one of value) flat.push(name, one);
    else if (value !== undefined) flat.push(name, value);
  }
  return flat;
}

function without(flat: readonly string[], taken: ReadonlySet<string>): string[] {
  return flat.filter((_, at) => !taken.has(flat[at - (at % 2)] as string));
}
