import type { VendorVoice } from '../../../emulation/faulty-wire.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import type { AccessTokens, RandomBytes, TokenRefusal } from './access-tokens.ts';
import { answeringVersion } from './api-versions.ts';
import { downloadHost, giveFile } from './downloads.ts';
import type { GraphqlFace, GraphqlRequest } from './graphql-face.ts';
import type { ShopState } from './shop-state.ts';

/** What the HTTP side stands on. */
export interface HttpParts {
  readonly clock: Clock;
  readonly tokens: AccessTokens;
  readonly randomBytes: RandomBytes;
  readonly state: ShopState;
  /** By the version that answers. */
  readonly graphql: (version: string) => GraphqlFace;
  readonly scopes: ReadonlySet<string>;
  readonly tokenRefusal: TokenRefusal | undefined;
}

const graphqlPath = /^\/admin\/api\/([^/]+)\/graphql\.json$/;
const tokenPath = '/admin/oauth/access_token';

/** Shopify's HTTP: which paths exist, who may enter, and what is said to those who may not. */
export class HttpFace implements VendorVoice {
  readonly #parts: HttpParts;

  constructor(parts: HttpParts) {
    this.#parts = parts;
  }

  answer(request: WireRequest): WireReply {
    const url = new URL(request.url);
    if (url.host === downloadHost) return giveFile(this.#parts.state, request, url.pathname, this.#parts.clock.now());
    if (url.host !== this.#parts.state.domain) return this.refused(404);
    if (url.pathname === tokenPath && request.method === 'POST') return this.#mintToken(request);
    const asked = graphqlPath.exec(url.pathname)?.[1];
    const version = asked === undefined ? undefined : answeringVersion(asked);
    if (version === undefined || request.method !== 'POST') return this.refused(404);
    const reply = this.#answerGraphql(request, version);
    return { ...reply, headers: { ...reply.headers, 'x-shopify-api-version': version } };
  }

  operationOf(request: WireRequest): string | undefined {
    const body = readGraphql(request);
    if (!body) return undefined;
    return body.operationName ?? /\b(?:query|mutation)\s+(\w+)/.exec(body.query)?.[1];
  }

  throttled(request: WireRequest): WireReply {
    const body = readGraphql(request);
    // Outside GraphQL, Shopify says it with a status.
    if (!body) return this.refused(429);
    const asked = graphqlPath.exec(new URL(request.url).pathname)?.[1] ?? '';
    return this.#json(200, this.#parts.graphql(answeringVersion(asked) ?? asked).refuseAsThrottled(body));
  }

  refused(status: number): WireReply {
    return this.#json(status, { errors: refusals[status] ?? 'Internal Server Error' });
  }

  #mintToken(request: WireRequest): WireReply {
    const { tokens, scopes, tokenRefusal } = this.#parts;
    const { status, body } = tokens.mint(readForm(request), [...scopes].join(','), tokenRefusal);
    return this.#json(status, body);
  }

  #answerGraphql(request: WireRequest, version: string): WireReply {
    const { tokens, scopes, clock, state, graphql } = this.#parts;
    if (!tokens.accepts(request.headers['x-shopify-access-token'])) return this.refused(401);
    const body = readGraphql(request);
    if (!body) return this.refused(400);
    const exchange = { state, scopes, apiKey: tokens.clientId, nowMs: clock.now(), searches: [] };
    const isDebugging = request.headers['shopify-search-query-debug'] === '1';
    return this.#json(200, graphql(version).answer(body, exchange, isDebugging));
  }

  #json(status: number, body: unknown): WireReply {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': `${Buffer.from(this.#parts.randomBytes(16)).toString('hex')}-${Math.floor(this.#parts.clock.now() / 1000)}`,
    };
    return { status, headers, body: JSON.stringify(body) };
  }
}

/** Refusals are a string under `errors`, not a list (sheet: errors). */
const refusals: Readonly<Record<number, unknown>> = {
  400: { query: 'Required parameter missing or invalid' },
  401: '[API] Invalid API key or access token (unrecognized login or wrong password)',
  402: 'Unavailable Shop',
  403: '[API] This action requires merchant approval for a scope that the app does not have.',
  404: 'Not Found',
  423: 'Locked',
  429: 'Exceeded the rate limit of this resource.',
  430: 'Security Rejection',
  540: 'Temporarily Disabled',
};

function readText({ body }: WireRequest): string {
  return typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8');
}

function readGraphql(request: WireRequest): GraphqlRequest | undefined {
  const text = readText(request);
  if (request.headers['content-type']?.startsWith('application/graphql')) return { query: text };
  const body = readJson(text);
  if (typeof body?.query !== 'string') return undefined;
  const { query, variables, operationName } = body;
  if (variables != null && !isRecord(variables)) return undefined;
  if (operationName != null && typeof operationName !== 'string') return undefined;
  return { query, variables, operationName };
}

function readForm(request: WireRequest): Readonly<Record<string, unknown>> {
  const text = readText(request);
  if (request.headers['content-type']?.startsWith('application/json')) return readJson(text) ?? {};
  return Object.fromEntries(new URLSearchParams(text));
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
