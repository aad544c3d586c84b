import { Agent, type IncomingMessage, request as sendRequest } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { META_VERSION } from './era.ts';
import { routingHeaders } from './http-headers.ts';
import { isObject, RpcError, type RpcRequest } from './json-rpc.ts';
import { LINE_LIMITS, type LineLimits, type LineStreams, runLineSession } from './line-session.ts';
import type { Toolsets } from './toolsets.ts';

export interface RelayParts extends LineStreams {
  /** The running server's origin, on loopback: `http://127.0.0.1:8003`. Asked for each request, since the server may be started again elsewhere. */
  url(): string;
  readonly token: string;
  /** What is listed; absent, what is listed to who does not say. */
  readonly toolsets?: Toolsets;
  readonly clock: Clock;
  readonly limits?: Partial<LineLimits>;
}

const PING = Buffer.from('{"jsonrpc":"2.0","id":0,"method":"ping"}');

/**
 * Serves MCP over a pair of streams by handing each request to a running server. Notifications end here: the server
 * keeps no session they could tell it about, and a cancelled request is cancelled by leaving. Resolves as `serveStdio`
 * does, or, before anything is read, with `unauthenticated` when the server refuses the token.
 */
export async function relayStdio(parts: RelayParts): Promise<'ended' | 'unauthenticated'> {
  const limits = { ...LINE_LIMITS, ...parts.limits };
  using agent = new RelayAgent();
  const path = parts.toolsets ? `/mcp/${parts.toolsets.join()}` : '/mcp';
  const send = (
    line: Buffer,
    signal: AbortSignal | undefined,
    headers: Record<string, string>,
    pass: (message: string) => void = () => {},
  ) =>
    post(new URL(path, parts.url()), line, {
      agent,
      signal,
      pass,
      headers: { ...headers, ...JSON_BOTH_WAYS, authorization: `Bearer ${parts.token}` },
    });
  if (await isRefused(send(PING, undefined, {}))) return 'unauthenticated';

  let negotiated: string | undefined;
  await runLineSession(parts, limits, parts.clock, async (request, signal, line, pass) => {
    const { status, body } = await send(line, signal, headersOf(request, negotiated), pass);
    const response = toResponse(status, body);
    if (request.method === 'initialize' && isObject(response.result)) {
      negotiated = response.result.protocolVersion as string | undefined;
    }
    return body.includes('\n') ? JSON.stringify(response) : body;
  });
  return 'ended';
}

/** A server that does not answer is told of with each request, so only a refusal counts. */
async function isRefused(reply: Promise<{ readonly status: number }>): Promise<boolean> {
  return reply.then(
    ({ status }) => status === 401,
    () => false,
  );
}

/** Connections to the server, ended with the session. */
class RelayAgent extends Agent {
  constructor() {
    // The session bounds what runs at a time; streams come on top, which the server bounds.
    super({ keepAlive: true });
  }

  [Symbol.dispose](): void {
    this.destroy();
  }
}

const JSON_BOTH_WAYS = { 'content-type': 'application/json', accept: 'application/json' };

/** The headers that repeat the body, in the era that the message is meant in. */
function headersOf(request: RpcRequest, negotiated: string | undefined): Record<string, string> {
  const version = request.meta?.[META_VERSION];
  if (typeof version === 'string') return { 'mcp-protocol-version': version, ...routingHeaders(request) };
  return negotiated === undefined ? {} : { 'mcp-protocol-version': negotiated };
}

interface PostOptions {
  readonly agent: Agent;
  readonly signal: AbortSignal | undefined;
  readonly headers: Record<string, string>;
  /** Takes the messages of a stream that come before the response. */
  readonly pass: (message: string) => void;
}

async function post(url: URL, body: Buffer, options: PostOptions): Promise<{ status: number; body: string }> {
  try {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { ...options.headers, 'content-length': body.length };
      sendRequest(url, { ...options, method: 'POST', headers }, resolve)
        .on('error', reject)
        .end(body);
    });
    const isStream = reply.headers['content-type']?.startsWith('text/event-stream') === true;
    return { status: reply.statusCode ?? 0, body: await (isStream ? lastMessage(reply, options.pass) : text(reply)) };
  } catch (cause) {
    const said = 'The platform does not answer. Whether the call was carried out is not known; is the server running?';
    throw new PlatformError('unavailable', said, {}, { cause });
  }
}

/** Passes on what a stream says, but for the last message, which is the response. One that breaks off has none. */
async function lastMessage(stream: IncomingMessage, pass: (message: string) => void): Promise<string> {
  let held = '';
  for await (const line of createInterface({ input: stream })) {
    if (!line.startsWith(DATA)) continue;
    const message = line.slice(DATA.length);
    if (isResponse(parsed(message))) held = message;
    else pass(message);
  }
  return held;
}

const DATA = 'data: ';

function isResponse(message: unknown): boolean {
  return isObject(message) && message.id !== undefined;
}

/** The response in an answer of the server; what the server refused before it came to JSON-RPC is put into its words. */
function toResponse(status: number, body: string): Record<string, unknown> {
  const value = parsed(body);
  if (isObject(value) && value.jsonrpc === '2.0') return value;
  const error = isObject(value) && isObject(value.error) ? value.error : {};
  const message = typeof error.message === 'string' ? error.message : 'The platform gave no answer.';
  if (status === 401) throw new PlatformError('unauthenticated', message);
  if (status === 413) throw new RpcError('too_large', message);
  throw new PlatformError(status === 429 ? 'rate_limited' : 'unavailable', message);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
