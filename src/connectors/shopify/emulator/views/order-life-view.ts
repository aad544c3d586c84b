import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import type { Fulfillment, Order, Refund } from '../../../../emulation/world/records.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { type PageArguments, paginate } from '../paging.ts';
import type { ShopState } from '../shop-state.ts';
import { lineView } from './order-line-view.ts';
import { gateways } from './order-words.ts';
import { locationView } from './stock-view.ts';
import { toDateTime, toDateTimeOrNull, toMoneyBag } from './values.ts';

const hourMs = 3_600_000;

/** Shows an order's payments as Shopify's `OrderTransaction`s, oldest first. */
export function transactionViews(state: ShopState, order: Order) {
  const gateway = gateways[order.gateway];
  const views = order.payments.map((payment) => ({
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
  // A refund or a void belongs to the payment that came first.
  return views.map((view, index) => ({ ...view, parentTransaction: index === 0 ? null : views[0] }));
}

/** Shows an order's parcels as Shopify's `Fulfillment`s. */
export function fulfillmentViews(state: ShopState, order: Order) {
  return order.fulfillments.map((fulfillment, index) => fulfillmentView(state, order, fulfillment, index));
}

function fulfillmentView(state: ShopState, order: Order, fulfillment: Fulfillment, index: number) {
  const isShipped = order.shipping !== undefined;
  const lines = order.lines.filter((line) => fulfillment.lineIds.includes(line.id));
  const tracking = {
    company: fulfillment.carrier,
    number: fulfillment.trackingNumber,
    url: `https://parcels.example/track/${fulfillment.trackingNumber}`,
  };
  return {
    __typename: 'Fulfillment',
    id: toGid('Fulfillment', fulfillment.id),
    legacyResourceId: toLegacyId(fulfillment.id),
    name: `#${order.number}-F${index + 1}`,
    status: 'SUCCESS',
    displayStatus: !isShipped ? 'FULFILLED' : fulfillment.deliveredAtMs === undefined ? 'IN_TRANSIT' : 'DELIVERED',
    createdAt: toDateTime(fulfillment.atMs),
    updatedAt: toDateTime(fulfillment.deliveredAtMs ?? fulfillment.atMs),
    inTransitAt: isShipped ? toDateTime(Math.min(fulfillment.atMs + hourMs, state.world.dayMs)) : null,
    deliveredAt: isShipped ? toDateTimeOrNull(fulfillment.deliveredAtMs) : null,
    totalQuantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    trackingInfo: isShipped ? [tracking] : [],
    location: () => locationView(state, state.locations.get(fulfillment.locationId)!),
  };
}

/** Shows what an order's customer had back as Shopify's `Refund`s. */
export function refundViews(state: ShopState, order: Order) {
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

function refundLineView(state: ShopState, order: Order, refunded: Refund['lines'][number]) {
  return {
    id: toGid('RefundLineItem', refunded.lineId),
    quantity: refunded.quantity,
    subtotalSet: toMoneyBag(refunded.amount, state.currency),
    totalTaxSet: toMoneyBag(toDecimal(Math.round((toCents(refunded.amount) * 23) / 123)), state.currency),
    lineItem: () => lineView(state, order, order.lines.find((line) => line.id === refunded.lineId)!),
    restocked: false,
  };
}
