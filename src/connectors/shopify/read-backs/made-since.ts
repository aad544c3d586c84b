import { z } from 'zod';
import type { DoubtedWrite, Found } from '../../../kernel/read-back.ts';
import { defineQuery, type Query } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { isSince } from './same.ts';

/** How many of the newest records are looked at. */
const NEWEST = 50;

const Newest = z.object({
  newest: z.object({
    nodes: z.array(z.object({ createdAt: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

const NODES = '{ nodes { createdAt } pageInfo { hasNextPage } }';

export const newestProductsQuery = defineQuery(
  `query NewestProducts { newest: products(first: ${NEWEST}, sortKey: CREATED_AT, reverse: true) ${NODES} }`,
  Newest,
);

export const newestDraftOrdersQuery = defineQuery(
  `query NewestDraftOrders { newest: draftOrders(first: ${NEWEST}, sortKey: ID, reverse: true) ${NODES} }`,
  Newest,
);

export const newestPagesQuery = defineQuery(
  `query NewestPages { newest: pages(first: ${NEWEST}, sortKey: ID, reverse: true) ${NODES} }`,
  Newest,
);

export const newestArticlesQuery = defineQuery(
  `query NewestArticles { newest: articles(first: ${NEWEST}, sortKey: ID, reverse: true) ${NODES} }`,
  Newest,
);

/**
 * Judges a write that makes something new, which carries no mark of the call: where nothing of the kind was made since it
 * began, it was not done. Anything that was made might be it, whatever it is called by now.
 */
export async function madeSince(
  kind: string,
  query: Query<z.output<typeof Newest>>,
  upstream: ShopifyUpstream,
  { earliestAt }: DoubtedWrite,
): Promise<Found<never>> {
  const { nodes, pageInfo } = (await upstream.query(query)).data.newest;
  const made = nodes.filter(({ createdAt }) => isSince(createdAt, earliestAt)).length;
  if (made === 0) return { found: 'not_done', because: `No ${kind} was made since the write began.` };
  const count = made === nodes.length && pageInfo.hasNextPage ? `At least ${made}` : String(made);
  const because = `Since the write began this was made: ${kind}, ${count}. None carries a mark of the call; look whether one is its doing, and settle it yourself.`;
  return { found: 'cannot_tell', because };
}
