import { toDecimal } from '../../../../emulation/world/money.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { piecesIn, worthOf } from '../order-account.ts';
import { type PageArguments, paginate } from '../paging.ts';
import type { ShopFulfillment, ShopLine, ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { lineView } from './order-line-view.ts';
import { orderView } from './order-view.ts';
import { locationView } from './stock-view.ts';
import { toDateTime, toDateTimeOrNull, toMoneyBag } from './values.ts';

const hourMs = 3_600_000;

/** Shows an order's parcels as Shopify's `Fulfillment`s. */
export function fulfillmentViews(state: ShopState, order: ShopOrder) {
  return order.fulfillments.map((fulfillment) => fulfillmentView(state, order, fulfillment));
}

/** Shows one parcel as Shopify's `Fulfillment`. */
export function fulfillmentView(state: ShopState, order: ShopOrder, fulfillment: ShopFulfillment) {
  const lines = order.lines.filter((line) => piecesIn(fulfillment, line) > 0);
  const changedMs = fulfillment.cancelledAtMs ?? fulfillment.deliveredAtMs ?? fulfillment.atMs;
  return {
    __typename: 'Fulfillment',
    id: toGid('Fulfillment', fulfillment.id),
    legacyResourceId: toLegacyId(fulfillment.id),
    name: `#${order.number}-F${order.fulfillments.findIndex(({ id }) => id === fulfillment.id) + 1}`,
    status: fulfillment.cancelledAtMs === undefined ? 'SUCCESS' : 'CANCELLED',
    createdAt: toDateTime(fulfillment.atMs),
    updatedAt: toDateTime(changedMs),
    ...journeyOf(state, order, fulfillment),
    totalQuantity: lines.reduce((sum, line) => sum + piecesIn(fulfillment, line), 0),
    fulfillmentLineItems: (args: PageArguments) =>
      paginate(lines, args, {
        idOf: (line) => line.id,
        keyOf: (line) => line.id,
        toNode: (line) => fulfilledLineView(state, order, fulfillment, line),
      }),
    location: () => locationView(state, state.locations.get(fulfillment.locationId)!),
    order: () => orderView(state, order),
  };
}

function journeyOf(state: ShopState, order: ShopOrder, fulfillment: ShopFulfillment) {
  const { atMs, deliveredAtMs, cancelledAtMs, tracking, carrier, trackingNumber } = fulfillment;
  const isShipped = order.shipping !== undefined;
  const isOld = atMs < state.world.dayMs;
  const isUnderWay = isShipped && isOld;
  const given = { company: carrier, number: trackingNumber, url: `https://parcels.example/track/${trackingNumber}` };
  const status = !isUnderWay ? 'FULFILLED' : deliveredAtMs === undefined ? 'IN_TRANSIT' : 'DELIVERED';
  return {
    displayStatus: cancelledAtMs === undefined ? status : 'CANCELED',
    inTransitAt: isUnderWay ? toDateTime(Math.min(atMs + hourMs, state.world.dayMs)) : null,
    deliveredAt: isUnderWay ? toDateTimeOrNull(deliveredAtMs) : null,
    trackingInfo: tracking ?? (isShipped ? [given] : []),
  };
}

/** Gives the id of a line of a parcel: pieces of one line may be in several. */
export function fulfilledLineId(order: ShopOrder, { id }: ShopFulfillment, line: ShopLine): number {
  return id * 100 + order.lines.indexOf(line);
}

/** Shows what is in a parcel of one line as Shopify's `FulfillmentLineItem`. */
export function fulfilledLineView(state: ShopState, order: ShopOrder, fulfillment: ShopFulfillment, line: ShopLine) {
  const quantity = piecesIn(fulfillment, line);
  const worth = toMoneyBag(toDecimal(worthOf(line, quantity)), state.currency);
  return {
    __typename: 'FulfillmentLineItem',
    id: toGid('FulfillmentLineItem', fulfilledLineId(order, fulfillment, line)),
    quantity,
    lineItem: () => lineView(state, order, line),
    originalTotalSet: worth,
    discountedTotalSet: worth,
  };
}
