import type { Exchange } from '../exchange.ts';
import { runReport } from '../reports/run-report.ts';
import type { ShopState } from '../shop-state.ts';
import type { Area } from './area.ts';

/** Reports in ShopifyQL. */
export function reportArea(state: ShopState): Area {
  return {
    queries: {
      shopifyqlQuery: ({ query }: { query: string }, { nowMs }: Exchange) => ({
        __typename: 'ShopifyqlQueryResponse',
        ...runReport(state, query, nowMs),
      }),
    },
  };
}
