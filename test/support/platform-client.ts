import { Client, type FetchLike, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { withoutOwn } from './usual-tools.ts';

/** Revisions of MCP that the platform speaks, newest first. */
export const REVISIONS = ['2026-07-28', '2025-11-25', '2025-06-18'] as const;
export type Revision = (typeof REVISIONS)[number];

/** An HTTP answer, read whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `undefined` when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Aborts when the caller leaves. */
  readonly signal?: AbortSignal;
}

/** Sends one request and reads its answer whole. An empty key sends no credential. */
export async function request(
  base: string,
  key: string,
  path: string,
  { method, headers = {}, body, signal }: Sent = {},
): Promise<HttpAnswer> {
  const answer = await fetch(base + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(key !== '' && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
}

/** The REST face as one key sees it. */
export function restOf(platform: { readonly url: string }, key: string) {
  const send = (path: string, sent?: Sent) => request(platform.url, key, path, sent);
  return {
    send,
    call: (tool: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
      send(`/api/v1/tools/${tool}/call`, { body, headers, signal }),
    /** Names of the tools that the key may call, without the platform's own. */
    tools: async (): Promise<string[]> =>
      withoutOwn((await send('/api/v1/tools')).json.tools.map(({ name }: { name: string }) => name)),
    /** Performs an operator action and gives its answer, or fails the test. */
    async act(action: string, body: unknown = {}) {
      const answer = await send(`/api/v1/admin/${action}`, { body });
      if (answer.status !== 200) throw new Error(`${action} was refused: ${answer.text}`);
      return answer.json;
    },
    /** Rows of the audit trail, newest first. */
    async audit(query: unknown = {}) {
      return (await this.act('audit.list', query)).rows as Readonly<Record<string, unknown>>[];
    },
    /** Makes a key and gives it. */
    async newKey(role: string, limits: object = {}): Promise<{ id: string; key: string }> {
      return this.act('keys.create', { name: `a ${role}`, role, ...limits });
    },
  };
}

export type Rest = ReturnType<typeof restOf>;

/** Connects the official client in the era of a revision, at an MCP address of the platform: `/mcp/all`. */
export async function connectClient(
  platform: { readonly url: string },
  key: string,
  revision: Revision = '2026-07-28',
  fetch?: FetchLike,
  path = '/mcp',
): Promise<Client & AsyncDisposable> {
  const client = new Client(
    { name: 'e2e', version: '1.0.0' },
    revision === '2026-07-28'
      ? { versionNegotiation: { mode: { pin: revision } } }
      : { supportedProtocolVersions: [revision] },
  );
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(path, platform.url), { requestInit, fetch }));
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
