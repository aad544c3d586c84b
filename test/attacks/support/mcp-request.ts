import { request } from 'undici';

/** What an attacker's client sends and gets, without the good manners of a real one. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Got {
  readonly status: number;
  /** A header's value; `null` when it is absent. */
  readonly headers: { get(name: string): string | null };
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** Sends one request and reads the answer whole. Without a key it sends no credential. */
export async function send(url: string, key: string, { method = 'POST', headers = {}, body }: Sent): Promise<Got> {
  const answer = await request(url, {
    method: method as 'POST',
    headers: { ...(key && { authorization: `Bearer ${key}` }), ...headers },
    body,
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    headers: { get: (name) => answer.headers[name]?.toString() ?? null },
    text,
    json: parsed(text),
  };
}

/** Does something with each item, so many at a time, and gives what came of them in their order. */
export async function withEach<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** A message of 2026-07-28 and the headers that go with it. */
export function modernMessage(method: string, params: object = {}, id: unknown = 1): Required<Sent> {
  const name = (params as { name?: string; uri?: string }).name ?? (params as { uri?: string }).uri;
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': headerText(name) }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta: META } }),
  };
}

/** Names that a header cannot hold travel in Base64, as the transport has it. */
function headerText(text: string): string {
  return /^[\x21-\x7e]+$/.test(text) && !text.startsWith('=?')
    ? text
    : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}

/** Calls a tool over `/mcp`. */
export function callMcp(base: string, key: string, name: string, input: unknown, id: unknown = 1): Promise<Got> {
  return send(`${base}/mcp`, key, modernMessage('tools/call', { name, arguments: input }, id));
}

/** Calls a tool over REST. */
export function callRest(
  base: string,
  key: string,
  tool: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Got> {
  return send(`${base}/api/v1/tools/${encodeURIComponent(tool)}/call`, key, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  });
}

/** Performs an operator action over REST and gives its answer. */
export async function act(base: string, key: string, action: string, input: object = {}) {
  const answer = await send(`${base}/api/v1/admin/${action}`, key, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
  return answer.json;
}

/** Makes a key of a role and gives the key. */
export async function newKey(base: string, admin: string, role: string, limits: object = {}): Promise<string> {
  return (await act(base, admin, 'keys.create', { name: `a ${role}`, role, ...limits })).key;
}

/** Rows of the audit trail, newest first. */
export async function auditRows(base: string, admin: string, query: object = { limit: 1000 }) {
  return (await act(base, admin, 'audit.list', query)).rows as Record<string, unknown>[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What no answer may hold: a stack, a path of the machine, an address of another machine, or a name from our insides. */
const LEAKS =
  /\bat (?:async )?[\w.<>]+ \(|node:internal|\/(?:work|home|usr|tmp|var|root)\/|\.(?:ts|js|cjs):\d+|SQLITE|sqlite|FST_ERR|ZodError|undici|ECONN|owner\.json|platform\.db/;

/** The part of an answer that tells of our insides; `undefined` for a clean one. */
export function leakIn(text: string): string | undefined {
  const found = LEAKS.exec(text);
  return found === null ? undefined : text.slice(Math.max(0, found.index - 60), found.index + 120);
}
