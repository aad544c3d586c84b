import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';
import { MONEY_BAG, ShopifyMoneyBag } from '../shapes/money.ts';
import { ORDER_RECORD, ShopifyOrderRecord } from '../shapes/order-record.ts';

export const orderStateQuery = defineQuery(
  `query OrderState($id: ID!) { order(id: $id) { ...OrderRecord updatedAt } }
  ${ORDER_RECORD}`,
  z.object({ order: ShopifyOrderRecord.extend({ updatedAt: z.string() }).nullable() }),
);

export const cancellationQuery = defineQuery(
  `query Cancellation($id: ID!) {
    order(id: $id) { name cancelledAt cancelReason updatedAt netPaymentSet ${MONEY_BAG} }
  }`,
  z.object({
    order: z
      .object({
        name: z.string(),
        cancelledAt: z.string().nullish(),
        cancelReason: z.string().nullish(),
        updatedAt: z.string(),
        netPaymentSet: ShopifyMoneyBag,
      })
      .nullable(),
  }),
);
