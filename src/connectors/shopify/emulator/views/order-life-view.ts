import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { type PageArguments, paginate } from '../paging.ts';
import type { ShopOrder, ShopRefundLine } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { lineView } from './order-line-view.ts';
import { gateways } from './order-words.ts';
import { toDateTime, toMoneyBag } from './values.ts';

/** Shows an order's payments as Shopify's `OrderTransaction`s, oldest first. */
export function transactionViews(state: ShopState, order: ShopOrder) {
  const gateway = gateways[order.gateway];
  const shown = order.payments.map((payment) => ({
    __typename: 'OrderTransaction',
    id: toGid('OrderTransaction', payment.id),
    kind: payment.kind.toUpperCase(),
    status: payment.status.toUpperCase(),
    gateway: gateway.code,
    formattedGateway: gateway.title,
    amountSet: toMoneyBag(payment.amount, state.currency),
    createdAt: toDateTime(payment.atMs),
    processedAt: toDateTime(payment.atMs),
    test: false,
  }));
  // A refund or a void belongs to the payment that came first, unless it names another.
  return shown.map((view, index) => {
    const { parentId } = order.payments[index]!;
    const parent =
      parentId === undefined ? shown[0] : shown.find(({ id }) => id === toGid('OrderTransaction', parentId));
    return { ...view, parentTransaction: index === 0 ? null : parent };
  });
}

/** Shows what an order's customer had back as Shopify's `Refund`s. */
export function refundViews(state: ShopState, order: ShopOrder) {
  return order.refunds.map((refund) => ({
    __typename: 'Refund',
    id: toGid('Refund', refund.id),
    legacyResourceId: toLegacyId(refund.id),
    createdAt: toDateTime(refund.atMs),
    updatedAt: toDateTime(refund.atMs),
    processedAt: toDateTime(refund.atMs),
    note: refund.note ?? null,
    totalRefundedSet: toMoneyBag(refund.amount, state.currency),
    refundLineItems: (args: PageArguments) =>
      paginate(refund.lines, args, {
        idOf: (line) => line.lineId,
        keyOf: (line) => line.lineId,
        toNode: (line) => refundLineView(state, order, line),
      }),
  }));
}

function refundLineView(state: ShopState, order: ShopOrder, refunded: ShopRefundLine) {
  return {
    id: toGid('RefundLineItem', refunded.lineId),
    quantity: refunded.quantity,
    subtotalSet: toMoneyBag(refunded.amount, state.currency),
    totalTaxSet: toMoneyBag(toDecimal(Math.round((toCents(refunded.amount) * 23) / 123)), state.currency),
    lineItem: () => lineView(state, order, order.lines.find((line) => line.id === refunded.lineId)!),
    restocked: refunded.isRestocked ?? false,
  };
}
