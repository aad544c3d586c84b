import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { demandScope } from '../access.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType } from '../gid.ts';
import {
  childId,
  refundableOf,
  refundablePieces,
  refundableShipping,
  settled,
  unsentPieces,
  workOrdersOf,
  worthOf,
} from '../order-account.ts';
import type { ShopOrder, ShopPayment, ShopRefund, ShopRefundLine } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { moveStock } from '../stock-moves.ts';
import type { UserError } from '../user-error.ts';
import { refundViews } from '../views/order-life-view.ts';
import { orderView } from '../views/order-view.ts';
import type { Area } from './area.ts';

interface RefundInput {
  readonly orderId: string;
  readonly note?: string | null;
  readonly refundLineItems?: readonly RefundLine[] | null;
  readonly shipping?: { readonly amount?: string | null; readonly fullRefund?: boolean | null } | null;
  readonly transactions?: readonly Transaction[] | null;
}

interface RefundLine {
  readonly lineItemId: string;
  readonly quantity: number;
  readonly restockType?: 'RETURN' | 'CANCEL' | 'NO_RESTOCK' | 'LEGACY_RESTOCK' | null;
  readonly locationId?: string | null;
}

interface Transaction {
  readonly amount: string;
  readonly gateway: string;
  readonly kind: string;
  readonly orderId: string;
  readonly parentId?: string | null;
}

/** Money given back, with the pieces that it is given back for. */
export function refundArea(state: ShopState): Area {
  return {
    mutations: {
      refundCreate: ({ input }: { input: RefundInput }, exchange: Exchange) => {
        demandScope('write_orders', exchange);
        return refund(state, input, exchange.nowMs);
      },
    },
    idempotent: ['refundCreate'],
  };
}

function refund(state: ShopState, input: RefundInput, nowMs: number) {
  const order = state.orders.get(idOfType('Order', input.orderId));
  if (!order) return refused(null, [{ field: ['orderId'], message: 'Order does not exist' }]);
  const userErrors = [...lineFaults(state, order, input), ...moneyFaults(order, input)];
  if (userErrors.length > 0) return refused(orderView(state, order), userErrors);
  const lines = (input.refundLineItems ?? []).map((line) => toLine(order, line));
  const back = (input.transactions ?? []).map((given, index): ShopPayment => {
    const id = childId(order, order.payments.length + index);
    const parentId = idOfType('OrderTransaction', given.parentId!)!;
    return { id, kind: 'refund', status: 'success', amount: toDecimal(toCents(given.amount)), atMs: nowMs, parentId };
  });
  const made: ShopRefund = {
    id: childId(order, order.refunds.length),
    atMs: nowMs,
    note: input.note ?? undefined,
    amount: toDecimal(back.reduce((sum, { amount }) => sum + toCents(amount), 0)),
    lines,
    shipping: toDecimal(shippingOf(order, input)),
  };
  const changed = settled({
    ...order,
    payments: [...order.payments, ...back],
    refunds: [...order.refunds, made],
    workOrders: order.workOrders && withoutPieces(order, lines),
    updatedAtMs: nowMs,
  });
  for (const line of input.refundLineItems ?? []) restock(state, order, line, nowMs);
  state.orders.put(changed);
  return { order: orderView(state, changed), refund: refundViews(state, changed).at(-1), userErrors: [] };
}

function refused(order: unknown, userErrors: readonly UserError[]) {
  return { order, refund: null, userErrors };
}

function lineFaults(state: ShopState, order: ShopOrder, { refundLineItems }: RefundInput): UserError[] {
  return (refundLineItems ?? []).flatMap(({ lineItemId, quantity, restockType, locationId }, index) => {
    const at = (field: string, message: string) => [{ field: ['refundLineItems', String(index), field], message }];
    const line = order.lines.find(({ id }) => id === idOfType('LineItem', lineItemId));
    if (!line) return at('lineItemId', 'Line item does not exist on this order');
    if (quantity < 1) return at('quantity', 'Quantity must be greater than 0');
    if (quantity > refundablePieces(order, line)) {
      return at('quantity', 'Quantity cannot refund more items than were purchased');
    }
    if (restockType === 'CANCEL' && quantity > unsentPieces(order, line)) {
      return at('restockType', 'Cannot cancel more items than are unfulfilled');
    }
    const isRestocked = restockType === 'RETURN' || restockType === 'CANCEL';
    const hasLocation = locationId != null && state.locations.get(idOfType('Location', locationId)) !== undefined;
    if (isRestocked && !hasLocation) return at('locationId', 'Location must be given to restock items');
    return [];
  });
}

function moneyFaults(order: ShopOrder, { transactions, shipping, refundLineItems }: RefundInput): UserError[] {
  const errors: UserError[] = [];
  if (shipping?.amount != null && toCents(shipping.amount) > refundableShipping(order)) {
    errors.push({ field: ['shipping', 'amount'], message: 'Shipping amount is more than can be refunded' });
  }
  const asked = new Map<number, number>();
  for (const [index, { parentId, amount, kind }] of (transactions ?? []).entries()) {
    const at = (field: string, message: string) =>
      errors.push({ field: ['transactions', String(index), field], message });
    const parent = order.payments.find(({ id }) => parentId != null && id === idOfType('OrderTransaction', parentId));
    if (parent?.kind !== 'sale') at('parentId', 'Parent transaction is invalid');
    else if (kind !== 'REFUND') at('kind', 'Kind must be refund');
    else {
      const cents = (asked.get(parent.id) ?? 0) + toCents(amount);
      asked.set(parent.id, cents);
      if (toCents(amount) <= 0) at('amount', 'Amount must be greater than 0');
      else if (cents > refundableOf(order, parent))
        at('amount', 'Refund amount exceeds the amount available to refund');
    }
  }
  if (!transactions?.length && !refundLineItems?.length && !shipping) {
    errors.push({ field: null, message: 'Refund must have at least one line item, transaction or shipping' });
  }
  return errors;
}

function toLine(order: ShopOrder, { lineItemId, quantity, restockType }: RefundLine): ShopRefundLine {
  const line = order.lines.find(({ id }) => id === idOfType('LineItem', lineItemId))!;
  const isReturn = restockType === 'RETURN';
  return {
    lineId: line.id,
    quantity,
    amount: toDecimal(worthOf(line, quantity)),
    isRestocked: isReturn || restockType === 'CANCEL',
    unsent: isReturn ? 0 : Math.min(quantity, unsentPieces(order, line)),
  };
}

function shippingOf(order: ShopOrder, { shipping }: RefundInput): number {
  if (shipping?.fullRefund) return refundableShipping(order);
  return shipping?.amount == null ? 0 : toCents(shipping.amount);
}

/** What will not be sent any more leaves the records of what is to be sent. */
function withoutPieces(order: ShopOrder, lines: readonly ShopRefundLine[]) {
  return workOrdersOf(order).map((work) => ({
    ...work,
    lines: work.lines.map((line) => {
      const gone = lines.find(({ lineId }) => lineId === line.lineId)?.unsent ?? 0;
      return { ...line, remaining: Math.max(0, line.remaining - gone) };
    }),
  }));
}

function restock(state: ShopState, order: ShopOrder, given: RefundLine, nowMs: number): void {
  const line = order.lines.find(({ id }) => id === idOfType('LineItem', given.lineItemId))!;
  const locationId = given.locationId == null ? undefined : idOfType('Location', given.locationId);
  if (locationId === undefined) return;
  if (given.restockType === 'RETURN') moveStock(state, line.variantId, locationId, given.quantity, 'returned', nowMs);
  if (given.restockType === 'CANCEL') moveStock(state, line.variantId, locationId, given.quantity, 'committed', nowMs);
}
