import { toCents, toDecimal } from '../../../emulation/world/money.ts';
import type { ShopFulfillment, ShopLine, ShopOrder, ShopPayment, WorkOrder } from './shop-order.ts';

/** Gives how many pieces of a line are in a parcel. */
export function piecesIn(fulfillment: ShopFulfillment, line: ShopLine): number {
  if (fulfillment.pieces) return fulfillment.pieces.get(line.id) ?? 0;
  return fulfillment.lineIds.includes(line.id) ? line.quantity : 0;
}

/** Gives how many pieces of each line were given back with refunds, by line id. */
function returnedPieces(order: ShopOrder): ReadonlyMap<number, number> {
  const pieces = new Map<number, number>();
  for (const { lineId, quantity } of order.refunds.flatMap((refund) => refund.lines)) {
    pieces.set(lineId, (pieces.get(lineId) ?? 0) + quantity);
  }
  return pieces;
}

/** Gives how many pieces of a line are still to be sent. */
export function unsentPieces(order: ShopOrder, line: ShopLine): number {
  if (order.cancelledAtMs !== undefined) return 0;
  const parcels = order.fulfillments.filter(({ cancelledAtMs }) => cancelledAtMs === undefined);
  const sent = parcels.reduce((sum, parcel) => sum + piecesIn(parcel, line), 0);
  const dropped = order.refunds
    .flatMap((refund) => refund.lines)
    .reduce((sum, { lineId, unsent = 0 }) => sum + (lineId === line.id ? unsent : 0), 0);
  return Math.max(0, line.quantity - sent - dropped);
}

/** Gives how many pieces of a line money can still be given back for. */
export function refundablePieces(order: ShopOrder, line: ShopLine): number {
  if (order.cancelledAtMs !== undefined) return 0;
  return line.quantity - (returnedPieces(order).get(line.id) ?? 0);
}

/** Gives what pieces of a line were sold for, in cents. */
export function worthOf(line: ShopLine, pieces: number): number {
  const whole = toCents(line.unitPrice) * line.quantity - toCents(line.discount);
  return Math.round((whole * pieces) / line.quantity);
}

/** Gives what can still be paid back of the shipping, in cents. */
export function refundableShipping({ totals, refunds }: ShopOrder): number {
  const returned = refunds.reduce((sum, { amount, lines, shipping }) => {
    const goods = lines.reduce((cents, line) => cents + toCents(line.amount), 0);
    return sum + (shipping === undefined ? Math.max(0, toCents(amount) - goods) : toCents(shipping));
  }, 0);
  return Math.max(0, toCents(totals.shipping) - returned);
}

/** Gives what can still be paid back through a payment, in cents: nothing of one that has not come in. */
export function refundableOf(order: ShopOrder, payment: ShopPayment): number {
  if (payment.kind !== 'sale' || payment.status !== 'success') return 0;
  const first = order.payments[0]?.id;
  const back = order.payments
    .filter(({ kind, parentId = first }) => kind === 'refund' && parentId === payment.id)
    .reduce((sum, { amount }) => sum + toCents(amount), 0);
  return toCents(payment.amount) - back;
}

/** Gives what is to be sent of an order, one record for each location that sends. */
export function workOrdersOf(order: ShopOrder): readonly WorkOrder[] {
  if (order.workOrders) return order.workOrders;
  const lines = order.lines.map((line) => ({
    id: line.id,
    lineId: line.id,
    total: line.quantity,
    remaining: unsentPieces(order, line),
  }));
  const isDone = lines.every(({ remaining }) => remaining === 0);
  const isBegun = order.fulfillments.length > 0;
  const isCancelled = order.cancelledAtMs !== undefined;
  const status = isCancelled ? 'cancelled' : isDone ? 'closed' : isBegun ? 'in_progress' : 'open';
  const locationId = order.source === 'pos' ? 2 : 1;
  return [{ id: order.id * 10, locationId, status, lines, updatedAtMs: order.updatedAtMs }];
}

/** Gives an order with its states of payment and shipping as its payments, refunds and parcels make them. */
export function settled(order: ShopOrder): ShopOrder {
  const refunded = order.payments
    .filter(({ kind }) => kind === 'refund')
    .reduce((sum, { amount }) => sum + toCents(amount), 0);
  const total = toCents(order.totals.total);
  const isPaid = order.payments.some(({ kind, status }) => kind === 'sale' && status === 'success');
  const paidState = refunded === 0 ? 'paid' : refunded >= total ? 'refunded' : 'partially_refunded';
  const parcels = order.fulfillments.filter(({ cancelledAtMs }) => cancelledAtMs === undefined);
  const isRestToSend = order.lines.some((line) => unsentPieces(order, line) > 0);
  return {
    ...order,
    totals: { ...order.totals, refunded: toDecimal(refunded) },
    financialStatus: isPaid ? paidState : order.financialStatus,
    fulfillmentStatus: parcels.length === 0 ? 'unfulfilled' : isRestToSend ? 'partial' : 'fulfilled',
  };
}

/** Gives the id of the next record of an order, of which there are so many. */
export function childId(order: ShopOrder, count: number): number {
  return count < 10 ? order.id * 10 + count : 900_000_000 + order.id * 1000 + count;
}
