import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { PRODUCT_BRIEF, ShopifyProductBrief } from '../shapes/product-brief.ts';
import { ShopifySeo } from '../shapes/product-summary.ts';

/** How many collections of a product are looked through. */
const COLLECTIONS_MAX = 250;

const ShopifyProductState = ShopifyProductBrief.extend({
  descriptionHtml: z.string(),
  seo: ShopifySeo,
  collections: z.object({ nodes: z.array(z.object({ id: z.string() })) }).optional(),
});

export const productStateQuery = defineQuery(
  `query ProductState($id: ID!, $withCollections: Boolean!) {
    product(id: $id) {
      ${PRODUCT_BRIEF}
      descriptionHtml
      seo { title description }
      collections(first: ${COLLECTIONS_MAX}) @include(if: $withCollections) { nodes { id } }
    }
  }`,
  z.object({ product: ShopifyProductState.nullable() }),
);

/** Reads what writes change of a product; `null` where there is none. */
export async function productState(id: string, withCollections: boolean, upstream: ShopifyUpstream) {
  return (await upstream.query(productStateQuery, { id, withCollections })).data.product;
}
