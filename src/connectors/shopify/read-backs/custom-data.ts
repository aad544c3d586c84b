import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';

export const metaobjectStateQuery = defineQuery(
  `query MetaobjectState($handle: MetaobjectHandleInput!) {
    metaobjectByHandle(handle: $handle) { updatedAt fields { key value } }
  }`,
  z.object({
    metaobjectByHandle: z
      .object({
        updatedAt: z.string(),
        fields: z.array(z.object({ key: z.string(), value: z.string().nullish() })),
      })
      .nullable(),
  }),
);
