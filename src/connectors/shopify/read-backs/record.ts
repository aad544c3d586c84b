import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

export const recordExistsQuery = defineQuery(
  'query RecordExists($id: ID!) { node(id: $id) { id } }',
  z.object({ node: z.object({ id: z.string() }).nullable() }),
);

/** Whether the shop has a record of this global id. */
export async function exists(id: string, upstream: ShopifyUpstream): Promise<boolean> {
  return (await upstream.query(recordExistsQuery, { id })).data.node !== null;
}
