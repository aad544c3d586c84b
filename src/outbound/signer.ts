import type { Authentication, Secrets } from '../kernel/authentication.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Wire, WireAuthenticationError, WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { type AccessToken, AccessTokens } from './access-token.ts';
import { clientCredentials } from './client-credentials.ts';
import { createCredentialScrub } from './credential-scrub.ts';
import type { MintToken } from './minted-token.ts';
import { type RefreshTokenKeeper, refreshToken } from './refresh-token.ts';
import { serviceAccount } from './service-account.ts';

/** What signing depends on. */
export interface SigningOptions {
  readonly clock: Clock;
  /** The only origins that are shown the credential; a request to another origin of the connection goes out unsigned. */
  readonly origins: readonly string[];
  /** Where a refresh token that replaces the settings' own is kept. In memory. */
  readonly keeper?: RefreshTokenKeeper;
  /** How long before its end a token is renewed, at most; never more than a tenth of its life. 300,000. */
  readonly marginMs?: number;
}

/** A token younger than this is not minted anew because of a 401: the vendor means something else by it. */
const YOUNG_TOKEN_MS = 5_000;

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
  const byToken = (mint: MintToken) => tokenSigned(wire, authentication as Token, mint, options);
  switch (authentication.kind) {
    case 'header':
      return secretSigned(wire, authentication.secret, secrets, (request, secret) =>
        withHeader(request, authentication, secret),
      );
    case 'query':
      return secretSigned(wire, authentication.secret, secrets, (request, secret) =>
        withParameter(request, authentication.parameter, secret),
      );
    case 'client-credentials':
      return byToken(clientCredentials(wire, authentication, secrets));
    case 'refresh-token':
      return byToken(refreshToken(wire, authentication, secrets, options.keeper));
    case 'service-account':
      return byToken(serviceAccount(wire, authentication, secrets, options.clock));
  }
}

type InHeader = { readonly header: string; readonly prefix?: string };
type Token = Exclude<Authentication, { kind: 'header' | 'query' }>;

function secretSigned(
  wire: Wire,
  name: string,
  secrets: Secrets,
  put: (request: WireRequest, secret: string) => WireRequest,
): Wire {
  const scrub = createCredentialScrub();
  return async (request, signal) => {
    const secret = secrets(name);
    if (!secret) throw new WireAuthenticationError('secret_missing');
    return scrub(await wire(put(request, secret), signal), secret);
  };
}

function tokenSigned(wire: Wire, authentication: Token, mint: MintToken, options: SigningOptions): Wire {
  const { clock, marginMs = 300_000 } = options;
  const tokens = new AccessTokens(mint, { clock, marginMs });
  const scrub = createCredentialScrub();

  return async (request, signal) => {
    const token = tokens.held() ?? (await tokens.fresh(undefined, signal));
    const reply = scrub(await wire(withHeader(request, authentication, token.value), signal), token.value);
    if (
      reply.status !== 401 ||
      lacksRight(reply, authentication) ||
      clock.monotonicMs() - token.mintedAtMs < YOUNG_TOKEN_MS
    )
      return reply;
    if (tokens.held() === token && !tokens.mayReplace()) return reply;
    let renewed: AccessToken;
    try {
      renewed = await tokens.fresh(token, signal);
    } catch (error) {
      // The 401 says more about the request than a token endpoint out of reach does.
      if (error instanceof WireError && error.fault !== 'aborted') return reply;
      throw error;
    }
    return scrub(await wire(withHeader(request, authentication, renewed.value), signal), renewed.value);
  };
}

/** Whether the vendor took the token for good and refuses what it may not do. */
function lacksRight({ body }: WireReply, authentication: Token): boolean {
  return (
    'scopeFault' in authentication &&
    authentication.scopeFault !== undefined &&
    body.includes(authentication.scopeFault)
  );
}

function withHeader(request: WireRequest, { header, prefix = '' }: InHeader, value: string): WireRequest {
  return { ...request, headers: { ...request.headers, [header]: prefix + value } };
}

/** A fragment is never sent, so the parameter goes before one. */
function withParameter(request: WireRequest, parameter: string, value: string): WireRequest {
  const [url = ''] = request.url.split('#', 1);
  const pair = `${encodeURIComponent(parameter)}=${encodeURIComponent(value)}`;
  return { ...request, url: `${url}${url.includes('?') ? '&' : '?'}${pair}` };
}
