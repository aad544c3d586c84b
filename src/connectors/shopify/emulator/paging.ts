import { GraphQLError } from 'graphql';

/** The arguments of every connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
}

/** What rows are sorted by; equal keys go by id, and rows without a key come first. */
export type SortKey<T> = (row: T) => string | number | null | undefined;

export interface Connection<N> {
  readonly nodes: readonly N[];
  readonly edges: readonly { readonly cursor: string; readonly node: N }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** How rows of one kind become pages. */
export interface Paging<T, N> {
  readonly idOf: (row: T) => number;
  readonly keyOf: SortKey<T>;
  readonly toNode: (row: T) => N;
}

/** Where a row stands: what its cursor holds. */
interface Mark {
  readonly last_id: number;
  readonly last_value: string | number | null;
}

/** The most that one page may hold (shopify.dev/docs/api/usage/limits). */
const maximumPage = 250;

/** The page that a bulk query asks for, which has no end; nobody else can ask for it, because of its cost. */
export const bulkPage = 2_000_000_000;

/**
 * Cuts one page out of the rows. A cursor holds a sort key and an id, not a position: rows that come or go between two
 * pages neither repeat nor hide others.
 */
export function paginate<T, N>(rows: readonly T[], args: PageArguments, paging: Paging<T, N>): Connection<N> {
  const size = pageSize(args);
  const direction = args.reverse ? -1 : 1;
  const marked = rows.map((row) => ({ row, mark: markOf(row, paging) }));
  marked.sort((a, b) => direction * compareMarks(a.mark, b.mark));

  const after = args.after == null ? undefined : parseCursor(args.after);
  const before = args.before == null ? undefined : parseCursor(args.before);
  const isAfter = ({ mark }: { mark: Mark }) => !after || direction * compareMarks(mark, after) > 0;
  const isBefore = ({ mark }: { mark: Mark }) => !before || direction * compareMarks(mark, before) < 0;
  const window = marked.filter((entry) => isAfter(entry) && isBefore(entry));
  const page = args.first == null ? window.slice(Math.max(window.length - size, 0)) : window.slice(0, size);

  const edges = page.map(({ row, mark }) => ({ cursor: toCursor(mark), node: paging.toNode(row) }));
  return {
    nodes: edges.map((edge) => edge.node),
    edges,
    pageInfo: {
      hasNextPage: page.length > 0 ? page.at(-1) !== marked.at(-1) : marked.some((entry) => !isBefore(entry)),
      hasPreviousPage: page.length > 0 ? page[0] !== marked[0] : marked.some((entry) => !isAfter(entry)),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Gives the cursor under which a row stands in the order of its id, as `defaultCursor` shows it. */
export function idCursor(legacyId: number): string {
  return toCursor({ last_id: legacyId, last_value: legacyId });
}

function pageSize({ first, last }: PageArguments): number {
  if (first != null && last != null) throw badPage('providing both first and last is not supported');
  const size = first ?? last;
  if (size == null) throw badPage('you must provide one of first or last');
  const name = first == null ? 'last' : 'first';
  if (size === bulkPage) return size;
  if (size > maximumPage) throw badPage(`${name} cannot exceed ${maximumPage}`);
  if (size < 1) throw badPage(`${name} must be greater than 0`);
  return size;
}

function badPage(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

function markOf<T>(row: T, { idOf, keyOf }: Pick<Paging<T, unknown>, 'idOf' | 'keyOf'>): Mark {
  return { last_id: idOf(row), last_value: keyOf(row) ?? null };
}

function compareMarks(a: Mark, b: Mark): number {
  return compareKeys(a.last_value, b.last_value) || a.last_id - b.last_id;
}

function compareKeys(a: Mark['last_value'], b: Mark['last_value']): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

function toCursor(mark: Mark): string {
  return Buffer.from(JSON.stringify(mark)).toString('base64');
}

function parseCursor(cursor: string): Mark {
  try {
    const { last_id, last_value } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (Number.isSafeInteger(last_id) && (last_value === null || ['string', 'number'].includes(typeof last_value))) {
      return { last_id, last_value };
    }
  } catch {
    // Falls through: what is not JSON is no cursor either.
  }
  throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'BAD_REQUEST' } });
}
