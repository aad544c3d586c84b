import type { DocumentNode, ExecutionResult, FieldNode } from 'graphql';
import type { SearchReport } from './search/search.ts';
import type { ShopState } from './shop-state.ts';

/** What the resolvers of one request share. */
export interface Exchange {
  readonly state: ShopState;
  readonly scopes: ReadonlySet<string>;
  readonly apiKey: string;
  readonly nowMs: number;
  /** What the request's searches had to say; resolvers add to it. */
  readonly searches: SearchReport[];
  /** Runs a document over all rows, past costs and pages, after `whole` has rewritten it; for bulk queries. */
  readonly runWhole: (
    document: DocumentNode,
    whole: (document: DocumentNode, isConnection: (field: FieldNode) => boolean) => DocumentNode,
  ) => ExecutionResult & { readonly hasConnection: boolean };
}

const dayMs = 86_400_000;

/** Gives the time before which this app sees no order: 60 days ago with `read_orders` alone. */
export function ordersVisibleFromMs({ scopes, nowMs }: Exchange): number {
  return scopes.has('read_all_orders') ? Number.NEGATIVE_INFINITY : nowMs - 60 * dayMs;
}
