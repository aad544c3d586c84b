import { type DocumentNode, type FieldNode, GraphQLError, Kind, visit } from 'graphql';
import type { Exchange } from './exchange.ts';
import { bulkPage } from './paging.ts';

type Data = Readonly<Record<string, unknown>>;

/** Runs a query over all its rows and gives them as lines of JSONL: inner rows follow their parents and name them. */
export function runBulkQuery(document: DocumentNode, exchange: Exchange) {
  const { data, errors = [], hasConnection } = exchange.runWhole(document, whole);
  if (!hasConnection) throw new GraphQLError('Bulk queries must contain at least one connection.');
  const lines: string[] = [];
  for (const value of Object.values((data ?? {}) as Data)) collect(value, undefined, lines);
  return { lines, errors };
}

/** Asks every connection for all that it has. */
function whole(document: DocumentNode, isConnection: (field: FieldNode) => boolean): DocumentNode {
  return visit(document, {
    Field: (node) => {
      if (!isConnection(node)) return undefined;
      const others = (node.arguments ?? []).filter(({ name }) => name.value !== 'first');
      const first = {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'first' },
        value: { kind: Kind.INT, value: String(bulkPage) },
      };
      return { ...node, arguments: [...others, first] } as FieldNode;
    },
  });
}

function collect(value: unknown, parentId: string | undefined, lines: string[]): void {
  if (!isData(value)) return;
  const rows = rowsOf(value);
  if (!rows) return;
  for (const row of rows) {
    const inner = Object.entries(row).filter(([, field]) => isData(field) && rowsOf(field));
    const own = Object.fromEntries(Object.entries(row).filter(([name]) => !inner.some(([other]) => other === name)));
    lines.push(JSON.stringify(parentId === undefined ? own : { ...own, __parentId: parentId }));
    for (const [, field] of inner) collect(field, typeof row.id === 'string' ? row.id : undefined, lines);
  }
}

function rowsOf(value: Data): Data[] | undefined {
  if (Array.isArray(value.nodes)) return value.nodes;
  return Array.isArray(value.edges) ? value.edges.map((edge: Data) => edge.node as Data) : undefined;
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
