import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { conformanceFixtures } from '../../src/connectors/conformance-fixtures/connector.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import { type LogFields, silentLog } from '../../src/kernel/log.ts';
import { createMcpHandler } from '../../src/transports/mcp/http.ts';
import { Subscriptions } from '../../src/transports/mcp/subscriptions.ts';
import { createPrincipal, createSmallGateway, type SmallGateway } from './small-gateway.ts';
import { createTrialConnector, type Trial } from './trial-connector.ts';

export const SERVER_INFO = { name: 'mcp-platform', title: 'MCP Enterprise Platform', version: '0.1.0' };
/** What is listed of tools where no setting says otherwise. */
export const LISTING = { outputSchemas: 'outline' } as const;
export const LIMITS = { bodyBytes: 64 * 1024, jsonDepth: 32 };
export const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export interface McpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** The MCP handler on a real socket, over a small gateway. Tokens are names of principals; `nobody` has no rights. */
export interface McpServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly gateway: SmallGateway;
  readonly subscriptions: Subscriptions;
  /** The key of that principal is valid no longer. */
  revoke(name: string): void;
  readonly trial: Trial;
  readonly logged: readonly { readonly fields: LogFields; readonly event: string }[];
  /** Sends bytes as they are, signed in as `alice` unless headers say otherwise. */
  post(body: string | Buffer, headers?: Record<string, string | undefined>): Promise<McpReply>;
  /** A well-formed request of 2026-07-28; `over` replaces headers, `undefined` leaves one out. */
  modern(method: string, params?: object, over?: Record<string, string | undefined>): Promise<McpReply>;
  /** A well-formed request of 2025-11-25. */
  legacy(method: string, params?: object, over?: Record<string, string | undefined>): Promise<McpReply>;
}

/** The sign-in of tests: the token is the principal's name, `?` is refused, `!` has failed too often. */
function signInByName({ headers }: IncomingMessage) {
  const name = headers.authorization?.replace('Bearer ', '');
  if (name === '!') throw new PlatformError('rate_limited', 'Too many failed sign-ins.', { retryAfterMs: 1_500 });
  if (name === undefined || name === '?') throw new PlatformError('unauthenticated', 'Send an API key.');
  const principal = createPrincipal(name, name === 'nobody' ? 'none' : 'admin');
  return name === 'late' ? Promise.resolve(principal) : principal;
}

export async function openMcpServer(): Promise<McpServer> {
  const { connector, trial } = createTrialConnector();
  const gateway = createSmallGateway([conformanceFixtures, connector]);
  const logged: { fields: LogFields; event: string }[] = [];
  const log = { ...silentLog, error: (fields: LogFields, event: string) => void logged.push({ fields, event }) };
  const instructions = 'Look before you write.';
  const subscriptions = new Subscriptions({ gateway, serverInfo: SERVER_INFO, clock: systemClock });
  const revoked = new Set<string>();
  const signIn = (request: IncomingMessage) => {
    if (revoked.has(request.headers.authorization ?? '')) throw new PlatformError('unauthenticated', 'Revoked.');
    return signInByName(request);
  };
  const server = createServer(
    createMcpHandler({
      gateway,
      log,
      serverInfo: SERVER_INFO,
      instructions,
      listing: LISTING,
      limits: LIMITS,
      clock: systemClock,
      subscriptions,
      signIn,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/mcp`;

  const post: McpServer['post'] = async (body, over = {}) => {
    const headers = given({ 'content-type': 'application/json', authorization: 'Bearer alice', ...over });
    const reply = await request(url, { method: 'POST', headers, body });
    const text = await reply.body.text();
    const isJson = String(reply.headers['content-type']).startsWith('application/json');
    return { status: reply.statusCode, headers: reply.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };

  return {
    url,
    port,
    gateway,
    subscriptions,
    revoke: (name) => void revoked.add(`Bearer ${name}`),
    trial,
    logged,
    post,
    modern(method, params = {}, over = {}) {
      const named = params as { name?: string; uri?: string; _meta?: object };
      const body = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: { ...MODERN_META, ...named._meta } } };
      const headers = {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        'mcp-name': named.name ?? named.uri,
      };
      return post(JSON.stringify(body), { ...headers, ...over });
    },
    legacy: (method, params, over = {}) =>
      post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), {
        'mcp-protocol-version': '2025-11-25',
        ...over,
      }),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function given(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}
