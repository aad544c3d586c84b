import { toGid } from '../gid.ts';
import { workOrdersOf } from '../order-account.ts';
import { type PageArguments, paginate } from '../paging.ts';
import type { ShopOrder, WorkLine, WorkOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { lineView } from './order-line-view.ts';
import { orderView } from './order-view.ts';
import { locationView } from './stock-view.ts';
import { toDateTime } from './values.ts';

/** Shows what is to be sent of one order, a page of Shopify's `FulfillmentOrder`s. */
export function workOrderPage(state: ShopState, order: ShopOrder, args: PageArguments) {
  return paginate(workOrdersOf(order), args, {
    idOf: ({ id }) => id,
    keyOf: ({ id }) => id,
    toNode: (work) => workOrderView(state, order, work),
  });
}

/** Shows pieces that one location is to send as Shopify's `FulfillmentOrder`. */
export function workOrderView(state: ShopState, order: ShopOrder, work: WorkOrder) {
  const location = state.locations.get(work.locationId)!;
  const isOpen = work.status === 'open' || work.status === 'in_progress';
  const actions = isOpen ? ['CREATE_FULFILLMENT', 'HOLD', 'MOVE', 'SPLIT'] : [];
  return {
    __typename: 'FulfillmentOrder',
    id: toGid('FulfillmentOrder', work.id),
    status: work.status.toUpperCase(),
    requestStatus: 'UNSUBMITTED',
    orderId: toGid('Order', order.id),
    orderName: `#${order.number}`,
    orderProcessedAt: toDateTime(order.createdAtMs),
    order: () => orderView(state, order),
    createdAt: toDateTime(order.createdAtMs),
    updatedAt: toDateTime(work.updatedAtMs),
    fulfillAt: toDateTime(order.createdAtMs),
    assignedLocation: {
      name: location.name,
      city: location.address.city,
      countryCode: location.address.countryCode,
      location: () => locationView(state, location),
    },
    supportedActions: actions.map((action) => ({ action, externalUrl: null })),
    lineItems: (args: PageArguments) =>
      paginate(work.lines, args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: (line) => workLineView(state, order, line),
      }),
  };
}

function workLineView(state: ShopState, order: ShopOrder, work: WorkLine) {
  const line = order.lines.find(({ id }) => id === work.lineId)!;
  const shown = lineView(state, order, line);
  return {
    __typename: 'FulfillmentOrderLineItem',
    id: toGid('FulfillmentOrderLineItem', work.id),
    lineItem: shown,
    productTitle: shown.title,
    variantTitle: shown.variantTitle,
    sku: shown.sku,
    vendor: shown.vendor,
    totalQuantity: work.total,
    remainingQuantity: work.remaining,
    requiresShipping: shown.requiresShipping,
    inventoryItemId: line.variantId === 0 ? null : toGid('InventoryItem', line.variantId),
  };
}
