import { type OutgoingHttpHeader, type OutgoingHttpHeaders, validateHeaderName, validateHeaderValue } from 'node:http';

/** Headers that are the same on every answer: by name, and as the lines that a head has of them, checked once. */
export interface PreparedHeaders {
  readonly byName: ReadonlyMap<string, string>;
  /** `name: value\r\n` of each. */
  readonly lines: string;
}

/** Checks headers and writes them out; names are in lower case. Throws `TypeError` for what no header may hold. */
export function prepareHeaders(headers: Readonly<Record<string, string>>): PreparedHeaders {
  const entries = Object.entries(headers);
  for (const [name, value] of entries) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return written(entries);
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

/** Those of the prepared headers that an answer does not give itself; where both name one, the answer's own stands. */
export function preparedBeside(
  prepared: PreparedHeaders,
  own: OutgoingHttpHeaders | readonly OutgoingHttpHeader[] | undefined,
  alreadySet: readonly string[],
): PreparedHeaders {
  const { byName } = prepared;
  let taken: Set<string> | undefined;
  const take = (name: string) => {
    if (byName.has(name)) taken = (taken ?? new Set()).add(name);
  };
  if (own !== undefined) eachName(own, take);
  for (const name of alreadySet) take(name);
  return taken === undefined ? prepared : written([...byName].filter(([name]) => !taken?.has(name)));
}

function eachName(own: OutgoingHttpHeaders | readonly OutgoingHttpHeader[], see: (name: string) => void): void {
  if (!Array.isArray(own)) for (const name of Object.keys(own)) see(name.toLowerCase());
  else if (Array.isArray(own[0])) for (const [name] of own) see(String(name).toLowerCase());
  else for (let at = 0; at < own.length; at += 2) see((own[at] as string).toLowerCase());
}

function written(entries: readonly (readonly [string, string])[]): PreparedHeaders {
  return { byName: new Map(entries), lines: entries.map(([name, value]) => `${name}: ${value}\r\n`).join('') };
}
