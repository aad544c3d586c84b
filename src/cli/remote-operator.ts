import { networkInterfaces } from 'node:os';
import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { ERRORS, type ErrorCode, PlatformError } from '../kernel/errors.ts';
import { RemoteError } from './failure.ts';
import type { Operator } from './operator.ts';

const CONNECT_TIMEOUT_MS = 3_000;
/** Longer than any deadline of a call: who gives up first is the platform. */
const ANSWER_TIMEOUT_MS = 330_000;
/** No answer of the platform comes near it. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const ErrorBody = z.looseObject({
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    retryAfterMs: z.number().optional(),
    correlationId: z.string().optional(),
  }),
});

const Tools = z.looseObject({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      effect: z.enum(['read', 'write', 'destroy']),
      inputSchema: z.record(z.string(), z.unknown()),
    }),
  ),
});

const Connections = z.looseObject({
  connections: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      on: z.boolean(),
      because: z.string().optional(),
      mode: z.string().optional(),
      breaker: z.string(),
      tools: z.number(),
      lastSuccessAt: z.string().optional(),
      lastFailureAt: z.string().optional(),
      lastError: z.string().optional(),
    }),
  ),
});

/** The server that owns the data folder, and what it lets its operator in with. */
interface RemoteServer {
  /** Its address: `http://127.0.0.1:8003`. */
  readonly url: string;
  readonly token: string;
}

/**
 * The operator's door to a running server, over its REST face. The token never leaves the machine: a `url` that is
 * neither loopback nor one of the machine's own addresses throws `unavailable` at once. The server's errors come back as
 * they are, with its correlation id.
 */
export function openRemoteOperator(
  { url, token }: RemoteServer,
  ownAddresses: readonly string[] = addressesOfThisMachine(),
): Operator {
  const { origin, hostname } = new URL(url);
  if (![...LOOPBACK, ...ownAddresses].includes(hostname.replace(/^\[(.*)\]$/, '$1'))) {
    const message =
      'The running server listens under a name; set HOST to an IP address, so that commands can reach it.';
    throw new PlatformError('unavailable', message);
  }
  const agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, maxResponseSize: MAX_ANSWER_BYTES });
  const ask = (method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}) =>
    exchange(agent, `${origin}${path}`, method, body, { ...headers, authorization: `Bearer ${token}` });
  return {
    perform: (action, input) => ask('POST', `/api/v1/admin/${encodeURIComponent(action)}`, input),
    tools: async () => parse(Tools, await ask('GET', '/api/v1/tools')).tools,
    call: (tool, input, { idempotencyKey } = {}) =>
      ask(
        'POST',
        `/api/v1/tools/${encodeURIComponent(tool)}/call`,
        input,
        idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      ),
    connections: async () => parse(Connections, await ask('GET', '/api/v1/connectors')).connections,
    close: () => agent.close(),
  };
}

function addressesOfThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

async function exchange(
  dispatcher: Dispatcher,
  url: string,
  method: 'GET' | 'POST',
  body: unknown,
  headers: Record<string, string>,
): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const reply = await request(url, {
      dispatcher,
      method,
      headers: { ...headers, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      body: method === 'POST' ? JSON.stringify(body ?? {}) : null,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    status = reply.statusCode;
    text = await reply.body.text();
  } catch (cause) {
    const message = 'The server that owns the data folder does not answer; see whether its process hangs.';
    throw new PlatformError('unavailable', message, {}, { cause });
  }
  const answer = parseJson(text);
  if (status >= 400) throw toRemoteError(answer);
  return answer;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw strange();
  return parsed.data;
}

function toRemoteError(answer: unknown): PlatformError {
  const parsed = ErrorBody.safeParse(answer);
  if (!parsed.success) return strange();
  const { code, message, issues, retryAfterMs, correlationId } = parsed.data.error;
  const known = Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal';
  const details = { ...(issues && { issues }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return new RemoteError(known, message, details, correlationId);
}

function strange(): PlatformError {
  return new PlatformError(
    'unavailable',
    'What answers is not this platform, or another version of it: restart the server.',
  );
}
