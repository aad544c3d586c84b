import { piecesIn } from './order-account.ts';
import type { ReturnLineRow, ReturnRow } from './records/returns.ts';
import type { ShopFulfillment, ShopLine, ShopOrder } from './shop-order.ts';
import type { ShopState } from './shop-state.ts';

/** Gives the returns of an order, oldest first. */
export function returnsOfOrder(state: ShopState, order: ShopOrder): ReturnRow[] {
  return state.returns.all().filter(({ orderId }) => orderId === order.id);
}

/** Gives what Shopify says of all returns of an order together. */
export function returnStatusOf(state: ShopState, order: ShopOrder): string {
  const statuses = new Set(returnsOfOrder(state, order).map(({ status }) => status));
  if (statuses.has('requested')) return 'RETURN_REQUESTED';
  if (statuses.has('open')) return 'IN_PROGRESS';
  return statuses.has('closed') ? 'RETURNED' : 'NO_RETURN';
}

/** Gives how many pieces of a return money was given back for since it was asked for. */
export function refundedPieces(state: ShopState, order: ShopOrder, wanted: ReturnLineRow): number {
  return refundsByReturn(order, liveReturns(state, order)).get(wanted.id) ?? 0;
}

/** Gives what can still be sent back of a parcel: pieces by line of the order. */
export function returnablePieces(state: ShopState, order: ShopOrder, parcel: ShopFulfillment): Map<number, number> {
  const live = liveReturns(state, order);
  const throughReturns = refundsByReturn(order, live);
  const pieces = new Map<number, number>();
  for (const line of order.lines) {
    const left = leftOf(order, line, live, throughReturns).get(parcel.id) ?? 0;
    if (left > 0) pieces.set(line.id, left);
  }
  return pieces;
}

function liveReturns(state: ShopState, order: ShopOrder): ReturnRow[] {
  return returnsOfOrder(state, order).filter(({ status }) => status !== 'declined' && status !== 'canceled');
}

/** A refund goes to the oldest return of its line that waits for one; by line of a return. */
function refundsByReturn(order: ShopOrder, returns: readonly ReturnRow[]): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  const used = new Map<number, number>();
  for (const { lines, createdAtMs } of returns) {
    for (const { id, lineId, quantity } of lines) {
      const since = sentAndRefunded(order, lineId, createdAtMs) - (used.get(lineId) ?? 0);
      const share = Math.max(0, Math.min(quantity, since));
      shares.set(id, share);
      used.set(lineId, (used.get(lineId) ?? 0) + share);
    }
  }
  return shares;
}

function sentAndRefunded(order: ShopOrder, lineId: number, sinceMs: number): number {
  return order.refunds
    .filter(({ atMs }) => atMs >= sinceMs)
    .flatMap((refund) => refund.lines)
    .filter((line) => line.lineId === lineId)
    .reduce((sum, { quantity, unsent = 0 }) => sum + quantity - unsent, 0);
}

/** What is left of a line by parcel, after returns, and after refunds that no return stands behind. */
function leftOf(
  order: ShopOrder,
  line: ShopLine,
  returns: readonly ReturnRow[],
  throughReturns: ReadonlyMap<number, number>,
): Map<number, number> {
  const back = returns.flatMap(({ lines }) => lines).filter(({ lineId }) => lineId === line.id);
  const behindReturns = back.reduce((sum, { id }) => sum + (throughReturns.get(id) ?? 0), 0);
  let loose = sentAndRefunded(order, line.id, Number.NEGATIVE_INFINITY) - behindReturns;
  const left = new Map<number, number>();
  for (const parcel of order.fulfillments.filter(({ cancelledAtMs }) => cancelledAtMs === undefined)) {
    const returned = back.filter(({ fulfillmentId }) => fulfillmentId === parcel.id);
    const here = piecesIn(parcel, line) - returned.reduce((sum, { quantity }) => sum + quantity, 0);
    const taken = Math.max(0, Math.min(here, loose));
    loose -= taken;
    left.set(parcel.id, here - taken);
  }
  return left;
}
