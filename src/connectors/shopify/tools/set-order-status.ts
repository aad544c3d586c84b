import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation, defineQuery, type Mutation } from '../protocol/document.ts';
import { noSuch, unconfirmed } from '../protocol/unconfirmed.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors } from '../protocol/user-errors.ts';
import { given, toWord } from '../shapes/words.ts';

const ShopifyOrderStatus = z.object({
  id: z.string(),
  name: z.string(),
  closed: z.boolean(),
  cancelledAt: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
});

const Payload = z.object({ order: ShopifyOrderStatus.nullable(), userErrors: UserErrors });

const FIELDS = 'id name closed cancelledAt displayFinancialStatus';

export const orderStatusQuery = defineQuery(
  `query OrderStatus($id: ID!) { order(id: $id) { ${FIELDS} } }`,
  z.object({ order: ShopifyOrderStatus.nullable() }),
);

export const closeOrderMutation = defineMutation(
  `mutation CloseOrder($input: OrderCloseInput!) {
    payload: orderClose(input: $input) { order { ${FIELDS} } userErrors { field message } }
  }`,
  z.object({ payload: Payload }),
);

export const openOrderMutation = defineMutation(
  `mutation OpenOrder($input: OrderOpenInput!) {
    payload: orderOpen(input: $input) { order { ${FIELDS} } userErrors { field message } }
  }`,
  z.object({ payload: Payload }),
);

export const markOrderPaidMutation = defineMutation(
  `mutation MarkOrderPaid($input: OrderMarkAsPaidInput!) {
    payload: orderMarkAsPaid(input: $input) { order { ${FIELDS} } userErrors { field message } }
  }`,
  z.object({ payload: Payload }),
);

type Status = z.output<typeof ShopifyOrderStatus>;

/** What leads to each status, and how an order that has it already is known. */
const STEPS: Readonly<
  Record<string, { mutation: Mutation<{ payload: z.output<typeof Payload> }>; has(order: Status): boolean }>
> = {
  closed: { mutation: closeOrderMutation, has: ({ closed }) => closed },
  open: { mutation: openOrderMutation, has: ({ closed }) => !closed },
  paid: { mutation: markOrderPaidMutation, has: ({ displayFinancialStatus }) => displayFinancialStatus === 'PAID' },
};

/** `shopify_set_order_status`: closes or reopens an order, or records that its money came in by another way. */
export const setOrderStatus = defineTool({
  name: 'shopify_set_order_status',
  title: 'Close, reopen or mark an order paid',
  description:
    'Archives a Shopify order when nothing is left to do (closed), brings it back (open), or records that it was paid ' +
    'outside the shop, as by bank transfer (paid; cannot be taken back). To call an order off use shopify_cancel_order.',
  effect: 'write',
  permission: 'shopify.orders.write',
  scopes: ['read_orders', 'write_orders'],
  repeatable: true,
  input: z.object({
    id: idField('Order', 'Order id.'),
    status: z.enum(['open', 'closed', 'paid']).describe('What it shall be.'),
  }),
  output: z.object({
    id: z.string().describe('Global id.'),
    name: z.string().describe('Number as people say it.'),
    status: z.string().describe('open, closed or cancelled.'),
    financialStatus: z.string().optional().describe('How the payment stands.'),
    changed: z.boolean().describe('False when it was so already.'),
  }),
  cost: () => 1 + 10,
  examples: [
    { title: 'Archive', input: { id: '8100000001026', status: 'closed' } },
    { title: 'Bring back', input: { id: 'gid://shopify/Order/8100000000901', status: 'open' } },
  ],

  async run({ id, status }, upstream: ShopifyUpstream) {
    const gid = toGid('Order', id);
    const { order: before } = (await upstream.query(orderStatusQuery, { id: gid })).data;
    if (before === null) throw noSuch('order');
    const step = STEPS[status]!;
    if (step.has(before)) return { ...toStatus(before), changed: false };
    const { order, userErrors } = (await upstream.mutate(step.mutation, { input: { id: gid } })).data.payload;
    refuseUserErrors(userErrors);
    if (order === null) throw unconfirmed();
    return { ...toStatus(order), changed: true };
  },
});

function toStatus({ id, name, closed, cancelledAt, displayFinancialStatus }: Status) {
  return {
    id,
    name,
    status: cancelledAt ? 'cancelled' : closed ? 'closed' : 'open',
    financialStatus: given(displayFinancialStatus && toWord(displayFinancialStatus)),
  };
}
