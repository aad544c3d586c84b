import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';
import { ShopifySeo } from '../shapes/product-summary.ts';

export const collectionStateQuery = defineQuery(
  `query CollectionState($id: ID!) {
    collection(id: $id) { title handle descriptionHtml sortOrder updatedAt seo { title description } }
  }`,
  z.object({
    collection: z
      .object({
        title: z.string(),
        handle: z.string(),
        descriptionHtml: z.string(),
        sortOrder: z.string(),
        updatedAt: z.string(),
        seo: ShopifySeo,
      })
      .nullable(),
  }),
);
