import type { Signal } from './abort.ts';
/** HTTP in the words that connectors, the outbound client and the emulators share. No socket is named here. */

/** One request to a vendor. The origin is not the connector's to choose: it belongs to the connection. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute URL. The outbound client refuses a host that the connection does not list. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `bytes` leaves a successful reply's body undecoded, for files. `text` without it. */
  readonly reading?: 'text' | 'bytes';
}

/** One reply of a vendor, read whole and decoded as UTF-8, before anybody has judged it. */
export interface WireReply {
  readonly status: number;
  /** Names in lower case; a repeated header is joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body of a reply with a status below 300 to a request that asked for bytes; `body` is empty then. */
  readonly bytes?: Uint8Array;
}

/**
 * How a failed exchange ended. `sent` is what a retry stands on: `no` is said only when no byte of the request
 * can have reached the vendor.
 */
export type WireFault =
  | 'refused_address' // the SSRF guard or the host allow-list refused the target
  | 'connect' // name not resolved, connection refused, TLS handshake failed
  | 'reset' // the connection broke after the request had started
  | 'timeout' // no whole reply within the limit
  | 'too_large' // the reply passed the body or header limit
  | 'malformed' // bytes that are not HTTP, or a body that does not decode
  | 'aborted'; // the caller left

/** Thrown by a `Wire`. Its message is safe to show: it names no address, no path and no secret. */
export class WireError extends Error {
  readonly fault: WireFault;
  readonly sent: 'no' | 'unknown';

  constructor(fault: WireFault, sent: 'no' | 'unknown', message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WireError';
    this.fault = fault;
    this.sent = sent;
  }
}

/**
 * Thrown by a signed `Wire` when there is no credential to send: the vendor gave no token, or a secret is missing. The
 * request itself was not executed. Holds the vendor's error code and nothing else of what it said.
 */
export class WireAuthenticationError extends Error {
  /** `app_not_installed`, `invalid_client`: at most 64 of `a-z` and `_`; `unknown` for a code that is anything else. */
  readonly reason: string;
  /** The token endpoint failed rather than refused: later may be better. */
  readonly temporary: boolean;

  constructor(reason: unknown, { temporary = false }: { readonly temporary?: boolean } = {}) {
    const code = typeof reason === 'string' && /^[a-z_]{1,64}$/.test(reason) ? reason : 'unknown';
    super(`No access token for this connection: ${code}.`);
    this.name = 'WireAuthenticationError';
    this.reason = code;
    this.temporary = temporary;
  }
}

/**
 * Carries one request to a vendor and brings the reply back. The outbound client is one; the in-process shell of an
 * emulator is another. Throws only `WireError`, and `WireAuthenticationError` where it signs.
 */
export type Wire = (request: WireRequest, signal?: Signal) => Promise<WireReply>;
