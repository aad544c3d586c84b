import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';

/** How many variants of a product are looked through. */
const VARIANTS_MAX = 250;

export const variantStatesQuery = defineQuery(
  `query VariantStates($id: ID!) {
    product(id: $id) {
      updatedAt
      variants(first: ${VARIANTS_MAX}) {
        nodes { id title sku barcode price compareAtPrice updatedAt selectedOptions { name value } }
        pageInfo { hasNextPage }
      }
    }
  }`,
  z.object({
    product: z
      .object({
        updatedAt: z.string(),
        variants: z.object({
          nodes: z.array(
            z.object({
              id: z.string(),
              title: z.string(),
              sku: z.string().nullish(),
              barcode: z.string().nullish(),
              price: z.string(),
              compareAtPrice: z.string().nullish(),
              updatedAt: z.string(),
              selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
            }),
          ),
          pageInfo: z.object({ hasNextPage: z.boolean() }),
        }),
      })
      .nullable(),
  }),
);
