import { z } from 'zod';
import { type DoubtedWrite, type Found, stateFound } from '../../../kernel/read-back.ts';
import { toGid } from '../input/gid.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { toWord } from '../shapes/words.ts';
import { isSince } from './same.ts';

const RETURNS_MAX = 50;

export const returnStateQuery = defineQuery(
  `query ReturnState($id: ID!) { return(id: $id) { status } }`,
  z.object({ return: z.object({ status: z.string() }).nullable() }),
);

export const returnsSinceQuery = defineQuery(
  `query ReturnsSince($id: ID!) {
    order(id: $id) { returns(first: ${RETURNS_MAX}, reverse: true) { nodes { createdAt } pageInfo { hasNextPage } } }
  }`,
  z.object({
    order: z
      .object({
        returns: z.object({
          nodes: z.array(z.object({ createdAt: z.string() })),
          pageInfo: z.object({ hasNextPage: z.boolean() }),
        }),
      })
      .nullable(),
  }),
);

/** Looks whether a return has the status that it was to get. Shopify tells no time of a change, so the status of now decides. */
export async function statusFound(
  id: string,
  status: string,
  upstream: ShopifyUpstream,
  write: DoubtedWrite,
): Promise<Found<never>> {
  const row = (await upstream.query(returnStateQuery, { id: toGid('Return', id) })).data.return;
  const holds = row !== null && toWord(row.status) === status;
  return stateFound<never>({ what: 'The return with its status', holds, isThere: row !== null }, write);
}

/** Looks for a new return of an order, which carries no mark of the call: where none was made since it began, it was not done. */
export async function returnMade(
  orderId: string,
  upstream: ShopifyUpstream,
  { earliestAt }: DoubtedWrite,
): Promise<Found<never>> {
  const { order } = (await upstream.query(returnsSinceQuery, { id: toGid('Order', orderId) })).data;
  const { nodes, pageInfo } = order?.returns ?? { nodes: [], pageInfo: { hasNextPage: true } };
  const made = nodes.some(({ createdAt }) => isSince(createdAt, earliestAt));
  if (!made && !pageInfo.hasNextPage) {
    return { found: 'not_done', because: 'No return of the order was made since the write began.' };
  }
  const because = made
    ? 'A return of the order was made since the write began. It carries no mark of the call: look with shopify_list_returns whether it is the one, and settle it yourself.'
    : 'The order has more returns than are looked through, or is not there. Look with shopify_list_returns, and settle it yourself.';
  return { found: 'cannot_tell', because };
}
