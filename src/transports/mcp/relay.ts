import { Agent, type IncomingMessage, request as sendRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { META_VERSION } from './era.ts';
import { routingHeaders } from './http-headers.ts';
import { isObject, RpcError, type RpcRequest } from './json-rpc.ts';
import { LINE_LIMITS, type LineLimits, type LineStreams, runLineSession } from './line-session.ts';

export interface RelayParts extends LineStreams {
  /** The running server's MCP address, on loopback. */
  readonly url: URL;
  readonly token: string;
  readonly clock: Clock;
  readonly limits?: LineLimits;
}

/**
 * Serves MCP over a pair of streams by handing each request to a running server. Notifications end here: the server
 * keeps no session they could tell it about, and a cancelled request is cancelled by leaving. Resolves as `serveStdio`
 * does.
 */
export async function relayStdio({
  url,
  token,
  clock,
  limits = LINE_LIMITS,
  input,
  output,
}: RelayParts): Promise<void> {
  using agent = new RelayAgent(limits.running);
  let negotiated: string | undefined;
  await runLineSession({ input, output }, limits, clock, async (request, signal, line) => {
    const headers = { ...headersOf(request, negotiated), authorization: `Bearer ${token}` };
    const { status, body } = await post(url, line, { agent, signal, headers });
    const response = toResponse(status, body);
    if (request.method === 'initialize' && isObject(response.result)) {
      negotiated = response.result.protocolVersion as string | undefined;
    }
    return body.includes('\n') ? JSON.stringify(response) : body;
  });
}

/** Connections to the server, ended with the session. */
class RelayAgent extends Agent {
  constructor(sockets: number) {
    super({ keepAlive: true, maxSockets: sockets });
  }

  [Symbol.dispose](): void {
    this.destroy();
  }
}

/** The headers that repeat the body, in the era that the message is meant in. */
function headersOf(request: RpcRequest, negotiated: string | undefined): Record<string, string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const version = request.meta?.[META_VERSION];
  if (typeof version === 'string') return { ...headers, 'mcp-protocol-version': version, ...routingHeaders(request) };
  return negotiated === undefined ? headers : { ...headers, 'mcp-protocol-version': negotiated };
}

interface PostOptions {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}

async function post(url: URL, body: Buffer, options: PostOptions): Promise<{ status: number; body: string }> {
  try {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { ...options.headers, 'content-length': body.length };
      sendRequest(url, { ...options, method: 'POST', headers }, resolve)
        .on('error', reject)
        .end(body);
    });
    return { status: reply.statusCode ?? 0, body: await text(reply) };
  } catch (cause) {
    const said = 'The platform does not answer. Whether the call was carried out is not known; is the server running?';
    throw new PlatformError('unavailable', said, {}, { cause });
  }
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
