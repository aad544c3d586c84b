import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';

export const latestBulkQueriesQuery = defineQuery(
  `query LatestBulkQueries {
    bulkOperations(first: 20, sortKey: CREATED_AT, reverse: true) { nodes { id status query createdAt } }
  }`,
  z.object({
    bulkOperations: z.object({
      nodes: z.array(z.object({ id: z.string(), status: z.string(), query: z.string(), createdAt: z.string() })),
    }),
  }),
);
