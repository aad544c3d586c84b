import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { toWord } from '../shapes/words.ts';

const ShopifyState = z.object({ id: z.string(), name: z.string(), status: z.string() });

export const fulfillmentStatusQuery = defineQuery(
  'query FulfillmentStatus($id: ID!) { fulfillment(id: $id) { id name status } }',
  z.object({ fulfillment: ShopifyState.nullable() }),
);

export const cancelFulfillmentMutation = defineMutation(
  `mutation CancelFulfillment($id: ID!) {
    fulfillmentCancel(id: $id) { fulfillment { id name status } userErrors { field message } }
  }`,
  z.object({ fulfillmentCancel: z.object({ fulfillment: ShopifyState.nullable(), userErrors: UserErrors }) }),
);

/** `shopify_cancel_fulfillment`: takes back the note that pieces were sent. */
export const cancelFulfillment = defineTool({
  name: 'shopify_cancel_fulfillment',
  title: 'Cancel a parcel',
  description:
    'Takes back that a parcel of a Shopify order was sent: its tracking is lost, its pieces are to be sent again. Order and ' +
    'payment stay. shopify_get_order gives the id.',
  effect: 'destroy',
  permission: 'shopify.fulfillments.cancel',
  feature: 'shopify-advanced',
  scopes: ['read_orders', 'write_merchant_managed_fulfillment_orders'],
  // A parcel that is cancelled already is left as it is.
  repeatable: true,
  input: z.object({ fulfillmentId: idField('Fulfillment', 'Parcel id.') }),
  output: z.object({
    id: z.string().describe('Global id.'),
    name: z.string().describe('Name, like #1001-F1.'),
    status: z.string().describe('cancelled, when it worked.'),
    changed: z.boolean().describe('False when it was cancelled before.'),
  }),
  cost: () => 1 + 10,
  examples: [
    { title: 'By number', input: { fulfillmentId: '8100000010200' } },
    { title: 'By global id', input: { fulfillmentId: 'gid://shopify/Fulfillment/8100000010220' } },
  ],

  async run({ fulfillmentId }, upstream: ShopifyUpstream, { atFirst }) {
    const id = toGid('Fulfillment', fulfillmentId);
    const { fulfillment: before } = (await upstream.query(fulfillmentStatusQuery, { id })).data;
    if (before === null) throw noSuch('parcel');
    const first = await atFirst(async () => before);
    if (before.status === 'CANCELLED') {
      return { ...before, status: toWord(before.status), changed: first.status !== before.status };
    }
    const { fulfillment, userErrors } = (await upstream.mutate(cancelFulfillmentMutation, { id })).data
      .fulfillmentCancel;
    refuseUserErrors(userErrors);
    if (fulfillment === null) throw unconfirmed();
    return { ...fulfillment, status: toWord(fulfillment.status), changed: true };
  },
});
