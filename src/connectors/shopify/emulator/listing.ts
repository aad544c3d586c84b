import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { Exchange } from './exchange.ts';
import { type Connection, type PageArguments, paginate, type SortKey } from './paging.ts';
import type { SearchFields } from './search/field-kinds.ts';
import { compileSearch } from './search/search.ts';

/** The arguments of a connection that can be searched and sorted. */
export interface ListArguments extends PageArguments {
  readonly query?: string | null;
  readonly sortKey?: string | null;
}

/** The arguments of a count that can be searched. */
export interface CountArguments {
  readonly query?: string | null;
  readonly limit?: number | null;
}

/** How rows of one kind are searched, sorted and shown. */
export interface Listing<T, N> {
  readonly fields: SearchFields<T>;
  readonly sortKeys: Readonly<Record<string, SortKey<T>>>;
  readonly idOf: (row: T) => number;
  readonly toNode: (row: T) => N;
}

/** Answers a connection field: keeps what its search asks for, sorts, and cuts one page. */
export function list<T, N>(
  rows: readonly T[],
  args: ListArguments,
  exchange: Exchange,
  info: GraphQLResolveInfo,
  listing: Listing<T, N>,
): Connection<N> {
  const { idOf, toNode, sortKeys } = listing;
  const keyOf = sortKeys[args.sortKey ?? 'ID'] ?? idOf;
  return paginate(search(rows, args.query, listing.fields, exchange, info), args, { idOf, keyOf, toNode });
}

/** Answers a count field: at most `limit`, and then says that there may be more. */
export function count<T>(
  rows: readonly T[],
  args: CountArguments,
  exchange: Exchange,
  info: GraphQLResolveInfo,
  fields: SearchFields<T>,
): { readonly count: number; readonly precision: 'EXACT' | 'AT_LEAST' } {
  const found = search(rows, args.query, fields, exchange, info).length;
  const limit = args.limit ?? Number.POSITIVE_INFINITY;
  return found > limit ? { count: limit, precision: 'AT_LEAST' } : { count: found, precision: 'EXACT' };
}

/** Gives a `Count` that is exact. */
export function exactly(number: number): { readonly count: number; readonly precision: 'EXACT' } {
  return { count: number, precision: 'EXACT' };
}

function search<T>(
  rows: readonly T[],
  query: string | null | undefined,
  fields: SearchFields<T>,
  exchange: Exchange,
  info: GraphQLResolveInfo,
): readonly T[] {
  if (!query?.trim()) return rows;
  const { keeps, parsed, warnings } = compileSearch(query, fields, exchange.nowMs);
  exchange.searches.push({ path: responsePathAsArray(info.path), query, parsed, warnings });
  return rows.filter(keeps);
}
