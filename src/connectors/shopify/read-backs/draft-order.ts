import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';

export const draftOrderStateQuery = defineQuery(
  `query DraftOrderState($id: ID!) {
    draftOrder(id: $id) { status updatedAt invoiceSentAt email note2 customer { id } appliedDiscount { value valueType } }
  }`,
  z.object({
    draftOrder: z
      .object({
        status: z.string(),
        updatedAt: z.string(),
        invoiceSentAt: z.string().nullish(),
        email: z.string().nullish(),
        note2: z.string().nullish(),
        customer: z.object({ id: z.string() }).nullish(),
        appliedDiscount: z.object({ value: z.number(), valueType: z.string() }).nullish(),
      })
      .nullable(),
  }),
);
