import { toCents } from '../../../../emulation/world/money.ts';
import type { Listing } from '../listing.ts';
import { orderFields } from '../search/order-fields.ts';
import type { ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { orderView } from './order-view.ts';
import { fulfillmentStatusOf } from './order-words.ts';

/** How orders are searched, sorted and shown, in the shop's list and in a customer's. */
export function orderListing(state: ShopState): Listing<ShopOrder, unknown> {
  const customerName = ({ customerId }: ShopOrder) => {
    const customer = state.customers.get(customerId);
    return customer && `${customer.lastName} ${customer.firstName}`.toLowerCase();
  };
  return {
    fields: orderFields(state),
    idOf: (order) => order.id,
    toNode: (order) => orderView(state, order),
    sortKeys: {
      CREATED_AT: (order) => order.createdAtMs,
      PROCESSED_AT: (order) => order.createdAtMs,
      UPDATED_AT: (order) => order.updatedAtMs,
      ORDER_NUMBER: (order) => order.number,
      TOTAL_PRICE: (order) => toCents(order.totals.total),
      CURRENT_TOTAL_PRICE: (order) => toCents(order.totals.total) - toCents(order.totals.refunded),
      TOTAL_ITEMS_QUANTITY: (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
      FINANCIAL_STATUS: (order) => order.financialStatus,
      FULFILLMENT_STATUS: (order) => fulfillmentStatusOf(order),
      DESTINATION: (order) => `${order.shippingAddress.country} ${order.shippingAddress.city}`.toLowerCase(),
      CUSTOMER_NAME: customerName,
    },
  };
}
