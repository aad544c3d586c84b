import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '../access/authenticator.ts';
import type { Face } from '../kernel/call.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { RateLimit, RateStore } from '../limits/rate-store.ts';
import { correlationIdOf } from './correlation.ts';

/**
 * Tells who sent a request. Throws `PlatformError`: `unauthenticated`, or `rate_limited` when the address failed too
 * often. Answers without a promise for a token seen before. The correlation id is the request's own where the caller
 * has made one already.
 */
export type SignIn = (request: IncomingMessage, face: Face, correlationId?: string) => Principal | Promise<Principal>;

/** Why a credential was refused: it is unknown, it came in a form that is never read, or there were two. */
export type SignInFault = 'invalid' | 'malformed' | 'ambiguous' | 'in-url';

/** One failed sign-in, for audit and metrics. Never the credential. */
export interface SignInFailure {
  /** The address of the socket; what a header claims is not asked. */
  readonly address: string;
  readonly face: Face;
  readonly fault: SignInFault;
  /** The address had failed too often and was told to wait. */
  readonly limited: boolean;
  readonly correlationId: string;
}

export interface SignInDependencies {
  readonly authenticator: Authenticator;
  /** Counts failures by address. A valid credential never touches it, so nobody can lock another out. */
  readonly failures: RateStore;
  readonly limit: RateLimit;
  /** Told of every refused credential. A request without any credential is not a failed sign-in. */
  onFailure(failure: SignInFailure): void;
}

/** Longer credentials are refused unread, which bounds what hashing costs. */
const TOKEN_MAX = 1024;
const BEARER = 'Bearer ';
const IN_URL = /[?&](?:access_token|token|api_key|apikey|x-api-key|key|authorization)=|mcpk_/i;

const ADVICE: Readonly<Record<SignInFault | 'missing', string>> = {
  missing: 'Send an API key: Authorization: Bearer mcpk_…',
  invalid: 'The API key is unknown, expired or revoked; ask the operator for a new one.',
  malformed: 'Send the API key as Authorization: Bearer mcpk_… or as X-API-Key: mcpk_…',
  ambiguous: 'Send one credential: either Authorization or X-API-Key, once.',
  'in-url':
    'Never send a key in the URL, where it is logged; revoke this one and send another in the Authorization header.',
};

/** Makes the sign-in of every HTTP face: `Authorization: Bearer` (RFC 6750 §2.1) or `X-API-Key`, exactly one of them. */
export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { authenticator } = dependencies;
  return (request, face, correlationId) => {
    const token = tokenOf(request);
    if (typeof token === 'object') return refuse(dependencies, request, face, token.fault, correlationId);
    const found = authenticator.authenticate(token);
    if (found instanceof Promise) {
      return found.then((principal) => principal ?? refuse(dependencies, request, face, 'invalid', correlationId));
    }
    return found ?? refuse(dependencies, request, face, 'invalid', correlationId);
  };
}

/** Whether the request carries any credential, valid or not. */
export function hasCredential({ headers, url = '' }: IncomingMessage): boolean {
  return headers.authorization !== undefined || headers['x-api-key'] !== undefined || IN_URL.test(url);
}

function tokenOf({ headers, url = '' }: IncomingMessage): string | { readonly fault: SignInFault } {
  if (url.includes('?') && IN_URL.test(url)) return { fault: 'in-url' };
  const { authorization } = headers;
  const apiKey = headers['x-api-key'];
  if (authorization !== undefined && apiKey !== undefined) return { fault: 'ambiguous' };
  if (authorization === undefined && apiKey === undefined) throw new PlatformError('unauthenticated', ADVICE.missing);
  const token = authorization === undefined ? apiKey : bearerOf(authorization);
  return typeof token === 'string' && token !== '' && token.length <= TOKEN_MAX ? token : { fault: 'malformed' };
}

/** The scheme's case does not matter (RFC 9110 §11.1); the token is what follows one space. */
function bearerOf(authorization: string): string | undefined {
  if (authorization.startsWith(BEARER)) return authorization.slice(BEARER.length);
  return authorization.slice(0, BEARER.length).toLowerCase() === 'bearer '
    ? authorization.slice(BEARER.length)
    : undefined;
}

async function refuse(
  { failures, limit, onFailure }: SignInDependencies,
  request: IncomingMessage,
  face: Face,
  fault: SignInFault,
  correlationId = correlationIdOf(request.headers.traceparent as string | undefined),
): Promise<never> {
  const address = request.socket.remoteAddress ?? 'unknown';
  const { allowed, retryAfterMs } = await failures.take(`sign-in/${address}`, limit);
  onFailure({ address, face, fault, limited: !allowed, correlationId });
  if (allowed) throw new PlatformError('unauthenticated', ADVICE[fault]);
  throw new PlatformError('rate_limited', 'Too many failed sign-ins from this address; wait, then send a valid key.', {
    retryAfterMs,
  });
}
