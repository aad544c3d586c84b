import { z } from 'zod';
import { defineConnector, defineTool, personal } from '../../src/connectors/define.ts';
import type { Connection, ConnectionState } from '../../src/kernel/connection.ts';
import type { Channel } from '../../src/kernel/connector.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';

// A small vendor and its connector, for tests of the platform that are not about any real vendor.

export const ACME_SECRET = 'acme-secret-of-the-connection';

interface AcmeUpstream {
  get(path: string): Promise<unknown>;
  put(path: string, body: object): Promise<unknown>;
}

const Rows = z.object({ rows: z.array(z.object({ id: z.string(), owner: z.string(), note: z.string().optional() })) });

const listRows = defineTool({
  name: 'acme_list_rows',
  title: 'List rows',
  description: 'Lists rows.',
  effect: 'read',
  permission: 'acme.rows.read',
  input: z.object({ limit: z.number().int().min(1).max(5_000).default(3).describe('How many') }),
  output: z.object({
    rows: z.array(z.object({ id: z.string(), owner: personal(z.string()), note: z.string().optional() })),
  }),
  list: 'rows',
  cost: ({ limit }) => limit,
  scopes: [],
  examples: [{ title: 'Two rows', input: { limit: 2 } }],
  run: async ({ limit }, upstream: AcmeUpstream) => Rows.parse(await upstream.get(`/rows?limit=${limit}`)),
});

const renameRow = defineTool({
  name: 'acme_rename_row',
  title: 'Rename a row',
  description: 'Renames a row.',
  effect: 'write',
  permission: 'acme.rows.write',
  input: z.object({ id: z.string().describe('Which'), name: z.string().describe('To what') }),
  output: z.object({ id: z.string(), name: z.string() }),
  object: ({ id }) => id,
  scopes: [],
  examples: [{ title: 'A new name', input: { id: '1', name: 'One' } }],
  run: async ({ id, name }, upstream: AcmeUpstream) =>
    z.object({ id: z.string(), name: z.string() }).parse(await upstream.put(`/rows/${id}`, { name })),
});

const getRow = defineTool({
  name: 'acme_get_row',
  title: 'Get a row',
  description: 'Gets a row as it is now.',
  effect: 'read',
  permission: 'acme.rows.read',
  cacheTtlMs: 0,
  input: z.object({ id: z.string().describe('Which') }),
  output: z.object({ rows: z.array(z.object({ id: z.string(), owner: z.string() })) }),
  scopes: [],
  examples: [{ title: 'The first', input: { id: '1' } }],
  run: async (_input, upstream: AcmeUpstream) => Rows.parse(await upstream.get('/rows?limit=1')),
});

const listMyRows = defineTool({
  name: 'acme_list_my_rows',
  title: 'List my rows',
  description: 'Lists the rows of who asks.',
  effect: 'read',
  permission: 'acme.rows.read',
  variesByCaller: true,
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ id: z.string(), owner: z.string() })) }),
  scopes: [],
  examples: [{ title: 'Mine', input: {} }],
  run: async (_input, upstream: AcmeUpstream) => Rows.parse(await upstream.get('/rows?limit=1')),
});

const setRow = defineTool({
  name: 'acme_set_row',
  title: 'Set a row',
  description: 'Sets a row; twice is as good as once.',
  effect: 'write',
  repeatable: true,
  permission: 'acme.rows.write',
  input: z.object({ id: z.string().describe('Which'), name: z.string().describe('To what') }),
  output: z.object({ id: z.string(), name: z.string() }),
  scopes: [],
  examples: [{ title: 'A name', input: { id: '1', name: 'One' } }],
  run: async ({ id, name }, upstream: AcmeUpstream) =>
    z.object({ id: z.string(), name: z.string() }).parse(await upstream.put(`/rows/${id}`, { name })),
  async readBack({ id, name }, upstream: AcmeUpstream) {
    const row = z.object({ id: z.string(), name: z.string().optional() }).parse(await upstream.get(`/rows/${id}`));
    if (row.name === name) return { found: 'done', because: 'The row has the name.', output: { id, name } };
    if (row.name === '?') return { found: 'cannot_tell', because: 'The row is being changed.' };
    return { found: 'not_done', because: 'The row has another name.' };
  },
});

export const acme = defineConnector<AcmeUpstream>({
  id: 'acme',
  title: 'Acme',
  description: 'A vendor for tests.',
  version: 1,
  toolPrefix: 'acme_',
  settings: [],
  configure: () => ({ missing: ['ACME_TOKEN'] }),
  quota: { available: 100, maximum: 100, restorePerSecond: 10, unit: 'points' },
  classify({ status, headers, body }) {
    if (status === 429) return { kind: 'throttled', retryAfterMs: Number(headers['retry-after']) * 1_000 };
    if (status === 404) return { kind: 'not_found', message: 'Acme has no such row.' };
    if (status === 422) return { kind: 'rejected', message: 'Acme refused it.' };
    if (status >= 500) return { kind: 'failed', executed: 'unknown', message: 'Acme failed.' };
    const left = headers['acme-points-left'];
    return {
      kind: 'ok',
      body: JSON.parse(body),
      ...(left !== undefined && { quota: { available: Number(left), maximum: 100, restorePerSecond: 10 } }),
      ...(headers.warning !== undefined && { notes: [headers.warning] }),
    };
  },
  upstream: (channel: Channel) => ({
    get: (path) => channel.send({ method: 'GET', path }),
    put: (path, body) => channel.send({ method: 'PUT', path, body: JSON.stringify(body) }),
  }),
  probe: async () => ({ summary: 'Acme answers.', warnings: [] }),
  tools: [listRows, renameRow, getRow, listMyRows, setRow],
});

/** What the vendor does with its n-th request (from 0): a status, a text, a failure, or never anything. */
export type AcmeBehaviour = (request: WireRequest, n: number) => Partial<WireReply> | Error | 'hang';

/** A vendor that counts what reaches it. */
export class AcmeVendor {
  readonly requests: WireRequest[] = [];
  behave: AcmeBehaviour = () => ({});

  readonly wire: Wire = (request, signal) => {
    const behaviour = this.behave(request, this.requests.length);
    this.requests.push(request);
    if (behaviour === 'hang') {
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
    }
    if (behaviour instanceof Error) return Promise.reject(behaviour);
    return Promise.resolve({ status: 200, headers: {}, body: answerOf(request), ...behaviour });
  };
}

function answerOf({ method, url, body }: WireRequest): string {
  if (method === 'PUT') return JSON.stringify({ id: url.split('/').at(-1), ...JSON.parse(String(body)) });
  const limit = Number(new URL(url).searchParams.get('limit'));
  return JSON.stringify({ rows: Array.from({ length: limit }, (_, n) => ({ id: `row-${n}`, owner: `Ada ${n}` })) });
}

export function acmeConnection(name = 'default', state?: ConnectionState): Connection {
  return {
    id: `acme/${name}`,
    name,
    connector: acme,
    credentialVersion: 1,
    sharedAs: `account of ${name}`,
    state: state ?? {
      on: true,
      mode: 'live',
      target: {
        origin: 'https://api.acme.example',
        hosts: ['api.acme.example'],
        authentication: { kind: 'header', header: 'authorization', secret: 'ACME_TOKEN' },
        facts: { region: 'eu' },
      },
    },
  };
}
