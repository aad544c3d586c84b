import { z } from 'zod';
import { ORDER_RECORD, ShopifyOrderRecord } from '../shapes/order-record.ts';
import { defineMutation, type Mutation } from './document.ts';
import type { ShopifyUpstream } from './upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from './user-errors.ts';

const Payload = z.object({ order: ShopifyOrderRecord.nullable(), userErrors: UserErrors });
type Order = z.output<typeof ShopifyOrderRecord>;

export const closeOrderMutation = defineMutation(
  `mutation CloseOrder($input: OrderCloseInput!) {
    payload: orderClose(input: $input) { order { ...OrderRecord } userErrors { field message } }
  }
  ${ORDER_RECORD}`,
  z.object({ payload: Payload }),
);

export const openOrderMutation = defineMutation(
  `mutation OpenOrder($input: OrderOpenInput!) {
    payload: orderOpen(input: $input) { order { ...OrderRecord } userErrors { field message } }
  }
  ${ORDER_RECORD}`,
  z.object({ payload: Payload }),
);

export const markOrderPaidMutation = defineMutation(
  `mutation MarkOrderPaid($input: OrderMarkAsPaidInput!) {
    payload: orderMarkAsPaid(input: $input) { order { ...OrderRecord } userErrors { field message } }
  }
  ${ORDER_RECORD}`,
  z.object({ payload: Payload }),
);

interface Step {
  readonly mutation: Mutation<{ payload: z.output<typeof Payload> }>;
  has(order: Order): boolean;
}

/** What leads to each status, and how an order that has it already is known. */
const STEPS: Readonly<Record<'open' | 'closed' | 'paid', Step>> = {
  open: { mutation: openOrderMutation, has: ({ closed }) => !closed },
  closed: { mutation: closeOrderMutation, has: ({ closed }) => closed },
  paid: { mutation: markOrderPaidMutation, has: ({ displayFinancialStatus }) => displayFinancialStatus === 'PAID' },
};

/** Says whether an order has a status. */
export function has(order: Order, status: keyof typeof STEPS): boolean {
  return STEPS[status].has(order);
}

/** Brings an order to a status, unless it has it: a payment that was recorded is not recorded again. */
export async function bringTo(
  before: Order,
  status: keyof typeof STEPS,
  upstream: ShopifyUpstream,
): Promise<{ order: Order; changed: boolean }> {
  const { mutation } = STEPS[status];
  if (has(before, status)) return { order: before, changed: false };
  const { order, userErrors } = (await upstream.mutate(mutation, { input: { id: before.id } })).data.payload;
  refuseUserErrors(userErrors);
  if (order === null) throw unconfirmed();
  return { order, changed: true };
}
