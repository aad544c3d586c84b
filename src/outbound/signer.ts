import type { Authentication, Secrets } from '../kernel/authentication.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Wire, WireAuthenticationError, WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { type AccessToken, AccessTokens, type ClientCredentials } from './access-token.ts';

/** What signing depends on. */
export interface SigningOptions {
  readonly clock: Clock;
  /** The only origins that are shown the credential; a request to another origin of the connection goes out unsigned. */
  readonly origins: readonly string[];
  /** How long before its end a token is renewed, at most; never more than a tenth of its life. 300,000. */
  readonly marginMs?: number;
}

/** A token younger than this is not minted anew because of a 401: the vendor means something else by it. */
const YOUNG_TOKEN_MS = 5_000;
/** What stands in place of a credential. */
const REMOVED = '[secret removed]';

/**
 * Puts a connection's credential on its requests. A static secret is read for every request, so a new one counts at
 * once. A minted token is renewed before its end, and once after a 401, which says that nothing was executed; the
 * request then goes out a second time. A vendor that repeats the credential in its reply is not heard: the reply comes without it.
 * Throws what `wire` throws, and `WireAuthenticationError` when there is no credential to send.
 */
export function signed(wire: Wire, authentication: Authentication, secrets: Secrets, options: SigningOptions): Wire {
  const sign = signerOf(wire, authentication, secrets, options);
  const prefixes = options.origins.map((origin) => `${new URL(origin).origin}/`);
  return (request, signal) => {
    const shown = prefixes.some((prefix) => request.url.startsWith(prefix));
    return shown ? sign(request, signal) : wire(request, signal);
  };
}

function signerOf(wire: Wire, authentication: Authentication, secrets: Secrets, options: SigningOptions): Wire {
  switch (authentication.kind) {
    case 'header':
      return headerSigned(wire, authentication, secrets);
    case 'client-credentials':
      return tokenSigned(wire, authentication, secrets, options);
    default:
      throw new TypeError(`No signer for ${authentication.kind}.`);
  }
}

function headerSigned(wire: Wire, { header, prefix = '', secret }: Header, secrets: Secrets): Wire {
  return async (request, signal) => {
    const value = secrets(secret);
    if (value === undefined) throw new WireAuthenticationError('secret_missing');
    return withoutCredential(await wire(withHeader(request, header, prefix + value), signal), value);
  };
}

type Header = Extract<Authentication, { kind: 'header' }>;

function tokenSigned(wire: Wire, grant: ClientCredentials, secrets: Secrets, options: SigningOptions): Wire {
  const { clock, marginMs = 300_000 } = options;
  const { header, prefix = '' } = grant;
  const tokens = new AccessTokens(wire, grant, secrets, { clock, marginMs });
  const send = async (request: WireRequest, { value }: AccessToken, signal?: AbortSignal) =>
    withoutCredential(await wire(withHeader(request, header, prefix + value), signal), value);

  return async (request, signal) => {
    const token = tokens.held() ?? (await tokens.fresh(undefined, signal));
    const reply = await send(request, token, signal);
    if (reply.status !== 401 || clock.monotonicMs() - token.mintedAtMs < YOUNG_TOKEN_MS) return reply;
    let renewed: AccessToken;
    try {
      renewed = await tokens.fresh(token, signal);
    } catch (error) {
      // The 401 says more about the request than a token endpoint out of reach does.
      if (error instanceof WireError && error.fault !== 'aborted') return reply;
      throw error;
    }
    return send(request, renewed, signal);
  };
}

function withHeader(request: WireRequest, name: string, value: string): WireRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

/** Takes the credential out of what came back, as it is and as JSON may write it: a minted one is known to nobody further up. */
function withoutCredential(reply: WireReply, value: string): WireReply {
  const escaped = value.replaceAll('/', '\\/');
  const clean = (text: string) => text.replaceAll(value, REMOVED).replaceAll(escaped, REMOVED);
  const inHeaders = Object.values(reply.headers).some((text) => text.includes(value));
  if (!inHeaders && !reply.body.includes(value) && !reply.body.includes(escaped)) return reply;
  const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, text]) => [name, clean(text)]));
  return { ...reply, headers, body: clean(reply.body) };
}
