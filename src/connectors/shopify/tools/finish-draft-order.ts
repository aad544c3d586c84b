import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation } from '../protocol/document.ts';
import { unconfirmed } from '../protocol/unconfirmed.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors } from '../protocol/user-errors.ts';
import { DRAFT_ORDER, DraftOrder, draftPartsCost, ShopifyDraftOrder, toDraftOrder } from '../shapes/draft-order.ts';

const Payload = z.object({ draftOrder: ShopifyDraftOrder.nullable(), userErrors: UserErrors });

export const completeDraftOrderMutation = defineMutation(
  `mutation CompleteDraftOrder($id: ID!, $withLines: Boolean!) {
    payload: draftOrderComplete(id: $id) { draftOrder { ...DraftOrderRecord } userErrors { field message } }
  }
  ${DRAFT_ORDER}`,
  z.object({ payload: Payload }),
);

export const sendInvoiceMutation = defineMutation(
  `mutation SendInvoice($id: ID!, $withLines: Boolean!) {
    payload: draftOrderInvoiceSend(id: $id) { draftOrder { ...DraftOrderRecord } userErrors { field message } }
  }
  ${DRAFT_ORDER}`,
  z.object({ payload: Payload }),
);

/** `shopify_finish_draft_order`: makes an order of a draft, or asks the customer to pay it. */
export const finishDraftOrder = defineTool({
  name: 'shopify_finish_draft_order',
  title: 'Complete a draft order or send its invoice',
  description:
    'Makes a real Shopify order of a draft, marked as paid, with its stock reserved (complete), or mails the customer an ' +
    'invoice with a link to pay (send_invoice). Neither can be taken back.',
  effect: 'write',
  permission: 'shopify.draft-orders.write',
  scopes: ['read_draft_orders', 'write_draft_orders', 'read_customers', 'read_orders', 'read_products'],
  input: z.object({
    id: idField('DraftOrder', 'Draft order id.'),
    action: z.enum(['complete', 'send_invoice']).describe('What to do.'),
  }),
  output: z.object({ draftOrder: DraftOrder.describe('The draft order now.') }),
  cost: () => 10 + draftPartsCost(false),
  examples: [
    { title: 'Ask for the money', input: { id: '8100000000004', action: 'send_invoice' } },
    { title: 'It was paid', input: { id: 'gid://shopify/DraftOrder/8100000000005', action: 'complete' } },
  ],

  async run({ id, action }, upstream: ShopifyUpstream) {
    const mutation = action === 'complete' ? completeDraftOrderMutation : sendInvoiceMutation;
    const { data } = await upstream.mutate(mutation, { id: toGid('DraftOrder', id), withLines: false });
    const { draftOrder, userErrors } = data.payload;
    refuseUserErrors(userErrors);
    if (draftOrder === null) throw unconfirmed();
    return { draftOrder: toDraftOrder(draftOrder) };
  },
});
