import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import type { CancelReason } from '../../../../emulation/world/records.ts';
import { type AddressInput, addressFaults, toAddress } from '../address-input.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, isGid, toGid } from '../gid.ts';
import { childId, refundableOf, settled, unsentPieces, workOrdersOf, worthOf } from '../order-account.ts';
import type { ShopOrder, ShopPayment, ShopRefund } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { moveStock } from '../stock-moves.ts';
import { mergeTags } from '../tag-list.ts';
import type { UserError } from '../user-error.ts';
import { orderView } from '../views/order-view.ts';
import type { Area } from './area.ts';

interface OrderInput {
  readonly id: string;
  readonly note?: string | null;
  readonly email?: string | null;
  readonly tags?: readonly string[] | null;
  readonly customAttributes?: readonly { readonly key: string; readonly value: string }[] | null;
  readonly shippingAddress?: AddressInput | null;
}

interface Cancellation {
  readonly orderId: string;
  readonly reason: string;
  readonly restock: boolean;
  readonly refundMethod?: { readonly originalPaymentMethodsRefund?: boolean | null } | null;
  readonly staffNote?: string | null;
}

/** Longest note for the staff (shopify.dev: orderCancel). */
const staffNoteMax = 255;

/** Changes to orders: their texts, whether they are open, paid or cancelled. */
export function orderChangeArea(state: ShopState): Area {
  const change = (gid: string, make: (order: ShopOrder) => ShopOrder | UserError) => {
    const order = state.orders.get(idOfType('Order', gid));
    if (!order) return { order: null, userErrors: [{ field: ['id'], message: 'Order does not exist' }] };
    const changed = make(order);
    if ('message' in changed) return { order: orderView(state, order), userErrors: [changed] };
    state.orders.put(changed);
    return { order: orderView(state, changed), userErrors: [] };
  };
  const openness =
    (closedAtMs: (nowMs: number) => number | undefined) =>
    ({ input }: { input: { id: string } }, { nowMs }: Exchange) =>
      change(input.id, (order) => ({ ...order, closedAtMs: closedAtMs(nowMs), updatedAtMs: nowMs }));
  return {
    queries: {
      job: ({ id }: { id: string }) => (isGid(id) ? { __typename: 'Job', id, done: true } : null),
    },
    mutations: {
      orderUpdate: ({ input }: { input: OrderInput }, { nowMs }: Exchange) =>
        change(input.id, (order) => faultOf(input) ?? applyInput(order, input, nowMs)),
      orderClose: openness((nowMs) => nowMs),
      orderOpen: openness(() => undefined),
      orderMarkAsPaid: ({ input }: { input: { id: string } }, { nowMs }: Exchange) =>
        change(input.id, (order) => markPaid(order, nowMs)),
      orderCancel: (args: Cancellation, { nowMs }: Exchange) => cancel(state, args, nowMs),
    },
  };
}

function faultOf({ email, shippingAddress }: OrderInput): UserError | undefined {
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return { field: ['email'], message: 'Email is invalid' };
  return shippingAddress ? addressFaults(shippingAddress, ['shippingAddress'])[0] : undefined;
}

/** What is absent stays as it is; tags and attributes that are given replace those that were there. */
function applyInput(order: ShopOrder, input: OrderInput, nowMs: number): ShopOrder {
  const { note, email, tags, customAttributes, shippingAddress } = input;
  return {
    ...order,
    note: note === undefined ? order.note : note || undefined,
    email: email == null ? order.email : email,
    tags: tags ? mergeTags([], tags) : order.tags,
    attributes: customAttributes ?? order.attributes ?? [],
    shippingAddress: shippingAddress ? toAddress(shippingAddress) : order.shippingAddress,
    updatedAtMs: nowMs,
  };
}

function markPaid(order: ShopOrder, nowMs: number): ShopOrder | UserError {
  if (!['pending', 'authorized'].includes(order.financialStatus) || order.cancelledAtMs !== undefined) {
    return { field: ['id'], message: 'Order cannot be marked as paid.' };
  }
  const payment: ShopPayment = {
    id: childId(order, order.payments.length),
    kind: 'sale',
    status: 'success',
    amount: order.totals.total,
    atMs: nowMs,
  };
  return settled({ ...order, payments: [...order.payments, payment], updatedAtMs: nowMs });
}

function cancel(state: ShopState, args: Cancellation, nowMs: number) {
  const order = state.orders.get(idOfType('Order', args.orderId));
  const refuse = (field: string, message: string, code: string) => ({
    job: null,
    orderCancelUserErrors: [{ field: [field], message, code }],
  });
  if (!order) return refuse('orderId', 'Order does not exist', 'NOT_FOUND');
  if ((args.staffNote?.length ?? 0) > staffNoteMax) {
    return refuse('staffNote', `Staff note is too long (maximum is ${staffNoteMax} characters)`, 'INVALID');
  }
  if (order.cancelledAtMs !== undefined) return refuse('orderId', 'Order has already been cancelled', 'INVALID');
  if (order.fulfillments.some(({ cancelledAtMs }) => cancelledAtMs === undefined)) {
    return refuse('orderId', 'Cannot cancel an order with outstanding fulfillments', 'INVALID');
  }
  const reason = args.reason.toLowerCase() as CancelReason;
  if (args.restock) releaseStock(state, order, nowMs);
  const paidBack = args.refundMethod?.originalPaymentMethodsRefund ? refundAll(order, nowMs) : order;
  const isPaid = paidBack.payments.some(({ kind, status }) => kind === 'sale' && status === 'success');
  state.orders.put({
    ...settled(paidBack),
    financialStatus: isPaid ? settled(paidBack).financialStatus : 'voided',
    workOrders: workOrdersOf(order).map((work) => ({
      ...work,
      status: 'cancelled' as const,
      lines: work.lines.map((line) => ({ ...line, remaining: 0 })),
    })),
    cancelledAtMs: nowMs,
    cancelReason: reason,
    closedAtMs: nowMs,
    updatedAtMs: nowMs,
  });
  // Shopify cancels in the background and says so; whoever asks finds the job done.
  return { job: { __typename: 'Job', id: toGid('Job', order.id), done: false }, orderCancelUserErrors: [] };
}

function releaseStock(state: ShopState, order: ShopOrder, nowMs: number): void {
  const locationId = order.source === 'pos' ? 2 : 1;
  for (const line of order.lines)
    moveStock(state, line.variantId, locationId, unsentPieces(order, line), 'committed', nowMs);
}

function refundAll(order: ShopOrder, nowMs: number): ShopOrder {
  const back: ShopPayment[] = [];
  for (const payment of order.payments) {
    const cents = refundableOf(order, payment);
    if (cents <= 0) continue;
    const id = childId(order, order.payments.length + back.length);
    back.push({ id, kind: 'refund', status: 'success', amount: toDecimal(cents), atMs: nowMs, parentId: payment.id });
  }
  const amount = toDecimal(back.reduce((sum, payment) => sum + toCents(payment.amount), 0));
  const refund: ShopRefund = {
    id: childId(order, order.refunds.length),
    atMs: nowMs,
    note: undefined,
    amount,
    lines: order.lines.map((line) => ({
      lineId: line.id,
      quantity: line.quantity,
      amount: toDecimal(worthOf(line, line.quantity)),
      unsent: line.quantity,
      isRestocked: true,
    })),
  };
  return { ...order, payments: [...order.payments, ...back], refunds: [...order.refunds, refund] };
}
