import { createHash } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { runBulkQuery } from '../bulk-run.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { type PageArguments, paginate } from '../paging.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import { toDateTime } from '../views/values.ts';
import { type Area, byId, showing } from './area.ts';

interface Operation {
  readonly id: number;
  readonly query: string;
  readonly startedAtMs: number;
  readonly canceledAtMs: number | undefined;
  readonly lines: readonly string[];
  readonly file: string;
  readonly fault: GraphQLFormattedError | undefined;
}

/** How long Shopify gathers, in this shop. */
const runMs = 10_000;
/** How long a file can be fetched (shopify.dev/docs/api/usage/bulk-operations/queries). */
const fileMs = 7 * 86_400_000;
const runningMax = 5;

/** Bulk operations: they take ten seconds, and their files lie on the host of downloads. */
export function bulkArea(state: ShopState): Area {
  const operations = new Table<Operation>([finished(state)]);
  const operation = (id: number, { nowMs }: Exchange) => showing(operations.get(id), (row) => view(row, nowMs));
  const run = ({ query }: { query: string }, exchange: Exchange) => {
    const { nowMs } = exchange;
    if (operations.all().filter((row) => statusOf(row, nowMs) === 'RUNNING').length >= runningMax) {
      const message = `A bulk query operation for this app and shop is already in progress: at most ${runningMax} run at once.`;
      return { bulkOperation: null, userErrors: [{ field: null, message, code: 'LIMIT_REACHED' }] };
    }
    const found = tryRun(query, exchange);
    if (typeof found === 'string') {
      return { bulkOperation: null, userErrors: [{ field: ['query'], message: found, code: 'INVALID' }] };
    }
    const id = operations.nextId();
    const path = `/emulated-bulk/${createHash('sha256').update(`${id} ${query}`).digest('hex').slice(0, 20)}.jsonl`;
    const text = found.lines.map((line) => `${line}\n`).join('');
    if (text !== '') state.downloads.set(path, { text, fromMs: nowMs + runMs, untilMs: nowMs + runMs + fileMs });
    operations.put({ id, query, startedAtMs: nowMs, canceledAtMs: undefined, file: path, ...found });
    return { bulkOperation: view(operations.get(id)!, nowMs), userErrors: [] };
  };
  return {
    queries: {
      bulkOperation: byId('BulkOperation', operation),
      bulkOperations: (args: PageArguments, { nowMs }: Exchange) =>
        paginate(operations.all(), args, {
          idOf: ({ id }) => id,
          keyOf: ({ id }) => id,
          toNode: (row) => view(row, nowMs),
        }),
    },
    mutations: {
      bulkOperationRunQuery: run,
      bulkOperationCancel: ({ id }: { id: string }, { nowMs }: Exchange) => {
        const row = operations.get(idOfType('BulkOperation', id));
        if (!row || statusOf(row, nowMs) !== 'RUNNING') {
          const message = 'A bulk operation cannot be canceled when it is completed or does not exist';
          return { bulkOperation: row ? view(row, nowMs) : null, userErrors: [{ field: null, message }] };
        }
        operations.put({ ...row, canceledAtMs: nowMs });
        return { bulkOperation: view(operations.get(row.id)!, nowMs), userErrors: [] };
      },
    },
    nodes: { BulkOperation: operation },
  };

  function tryRun(query: string, exchange: Exchange) {
    try {
      const { lines, errors } = runBulkQuery(parse(query), exchange);
      return { lines, fault: errors[0] };
    } catch (error) {
      if (error instanceof GraphQLError) return error.message;
      throw error;
    }
  }
}

/** The one that a new shop has, of last night. */
function finished(state: ShopState): Operation {
  const { products, dayMs: startedAtMs } = state.world;
  const lines = products.map(({ id, title }) => JSON.stringify({ id: toGid('Product', id), title }));
  const file = '/emulated-bulk/last-night.jsonl';
  const fromMs = startedAtMs + runMs;
  state.downloads.set(file, { text: lines.map((line) => `${line}\n`).join(''), fromMs, untilMs: fromMs + fileMs });
  const query = '{ products { edges { node { id title } } } }';
  return { id: 1, query, startedAtMs, canceledAtMs: undefined, lines, file, fault: undefined };
}

function statusOf({ startedAtMs, canceledAtMs, fault }: Operation, nowMs: number): string {
  if (canceledAtMs !== undefined) return 'CANCELED';
  if (nowMs < startedAtMs + runMs) return 'RUNNING';
  return fault ? 'FAILED' : 'COMPLETED';
}

function view(row: Operation, nowMs: number) {
  const status = statusOf(row, nowMs);
  const isDone = status === 'COMPLETED';
  const size = row.lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  return {
    __typename: 'BulkOperation',
    id: toGid('BulkOperation', row.id),
    status,
    type: 'QUERY',
    query: row.query,
    errorCode: status === 'FAILED' ? 'ACCESS_DENIED' : null,
    createdAt: toDateTime(row.startedAtMs),
    completedAt: isDone ? toDateTime(row.startedAtMs + runMs) : null,
    objectCount: isDone ? String(row.lines.length) : '0',
    rootObjectCount: isDone ? String(row.lines.filter((line) => !line.includes('__parentId')).length) : '0',
    fileSize: isDone && size > 0 ? String(size) : null,
    url: isDone && size > 0 ? `https://storage.googleapis.com${row.file}?signed=yes` : null,
    partialDataUrl: null,
  };
}
