import type { IncomingMessage } from 'node:http';
import { PlatformError } from '../../kernel/errors.ts';
import { newCorrelationId } from '../correlation.ts';
import { sendError } from '../error-translation.ts';
import type { GuardedResponse } from './guarded-response.ts';
import { type PreparedHeaders, prepareHeaders, SECURITY_HEADERS } from './prepared-headers.ts';

/** Stands before every face: lets a request pass, or answers it. */
export interface Guard {
  /** Whether the face may have the request. If not, it is answered: 403, or 204 to a CORS preflight. */
  admit(request: IncomingMessage, response: GuardedResponse): boolean;
}

export interface GuardSettings {
  /** Address the server listens on. */
  readonly host: string;
  /** `PUBLIC_URL`: its host and its origin are our own. */
  readonly publicUrl?: string;
  /** `ALLOWED_HOSTS`: a name alone stands for every port of it, `name:port` for that one. */
  readonly allowedHosts: readonly string[];
  /** `CORS_ORIGINS`: `https://console.example.com`, exactly as browsers send it. */
  readonly corsOrigins: readonly string[];
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?$/;

const ALLOWED_HEADERS = [
  'Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, Prefer, traceparent, tracestate',
  'MCP-Protocol-Version, Mcp-Method, Mcp-Name, Last-Event-ID',
].join(', ');
const EXPOSED_HEADERS =
  'Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate, x-correlation-id, x-cache, Idempotency-Key, Idempotent-Replayed';
const PREFLIGHT_MAX_AGE_SECONDS = 600;

/**
 * Compiles the settings into a guard that costs a set look-up or two a request.
 *
 * Host (against DNS rebinding): loopback names, the address listened on, the host of `publicUrl`, `allowedHosts`, and the
 * literal address at which the connection arrived, which a rebound name never is; anything else is 403. Names decide, not
 * ports, since a container's port is seldom the one that clients see.
 *
 * Origin: absent passes; our own (of the Host, or of `publicUrl`) and `corsOrigins` pass; anything else, `null` included, is
 * 403. Only `corsOrigins` are told so by CORS headers (Fetch standard §3.2), and never with credentials: there are no cookies.
 *
 * Throws `TypeError` for an origin that no browser sends, `*` above all.
 */
export function createGuard(settings: GuardSettings): Guard {
  const knowsHost = compileHosts(settings);
  const plain = prepareHeaders(
    settings.corsOrigins.length > 0 ? { ...SECURITY_HEADERS, vary: 'Origin' } : SECURITY_HEADERS,
  );
  const cors = compileCors(settings.corsOrigins);
  const publicOrigin = settings.publicUrl === undefined ? undefined : new URL(settings.publicUrl).origin;

  return {
    admit(request, response) {
      response.prepared = plain;
      const { host, origin } = request.headers;
      if (!knowsHost(host, request)) return refuse(response, HOST_ADVICE);
      if (origin === undefined) return true;
      const allowed = cors.get(origin);
      if (allowed === undefined) {
        return origin === publicOrigin || isOriginOf(origin, host) || refuse(response, ORIGIN_ADVICE);
      }
      response.prepared = allowed;
      if (!isPreflight(request)) return true;
      response.writeHead(204, PREFLIGHT);
      response.end();
      return false;
    },
  };
}

const HOST_ADVICE =
  'The Host header names a host that this platform does not go by; the operator adds it to ALLOWED_HOSTS or sets PUBLIC_URL.';
const ORIGIN_ADVICE = 'Pages of this origin may not call the platform; the operator adds the origin to CORS_ORIGINS.';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': ALLOWED_HEADERS,
  'access-control-max-age': String(PREFLIGHT_MAX_AGE_SECONDS),
};

function compileHosts({ host, publicUrl, allowedHosts }: GuardSettings) {
  const listed = [...LOOPBACK, bracketed(host), ...allowedHosts].map((one) => one.toLowerCase());
  if (publicUrl !== undefined) listed.push(new URL(publicUrl).hostname);
  const known = new Set(listed);
  return (given: string | undefined, request: IncomingMessage): boolean => {
    // HTTP/1.0 has no Host, and no browser speaks it.
    if (given === undefined) return request.httpVersion === '1.0';
    if (known.has(given)) return true;
    const text = given.toLowerCase();
    const name = HOST.exec(text)?.[1];
    if (name === undefined) return false;
    return known.has(name) || known.has(text) || name === bracketed(request.socket.localAddress ?? '');
  };
}

/** The form an address has in a Host header; an IPv4 address of a dual-stack socket is written as IPv4. */
function bracketed(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
  return plain.includes(':') && !plain.startsWith('[') ? `[${plain}]` : plain;
}

function compileCors(origins: readonly string[]): ReadonlyMap<string, PreparedHeaders> {
  const prepared = new Map<string, PreparedHeaders>();
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new TypeError('CORS_ORIGINS lists origins as browsers send them, https://console.example.com for one.');
    }
    prepared.set(
      origin,
      prepareHeaders({
        ...SECURITY_HEADERS,
        vary: 'Origin',
        'access-control-allow-origin': origin,
        'access-control-expose-headers': EXPOSED_HEADERS,
      }),
    );
  }
  return prepared;
}

function isOriginOf(origin: string, host: string | undefined): boolean {
  const text = host?.toLowerCase();
  return text !== undefined && (origin === `http://${text}` || origin === `https://${text}`);
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function refuse(response: GuardedResponse, advice: string): false {
  sendError(response, new PlatformError('forbidden', advice), newCorrelationId());
  return false;
}
