import type { GraphQLResolveInfo } from 'graphql';
import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import type { Customer, Order } from '../../../../emulation/world/records.ts';
import { type Exchange, ordersVisibleFromMs } from '../exchange.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import type { ShopState } from '../shop-state.ts';
import { orderListing } from './order-listing.ts';
import { orderView } from './order-view.ts';
import { addressView, toDateTime, toMoney } from './values.ts';

/** Shows a customer as Shopify's `Customer`. */
export function customerView(state: ShopState, customer: Customer) {
  const visible = ({ createdAtMs }: Order, exchange: Exchange) => createdAtMs >= ordersVisibleFromMs(exchange);
  return {
    __typename: 'Customer',
    id: toGid('Customer', customer.id),
    legacyResourceId: toLegacyId(customer.id),
    displayName: `${customer.firstName} ${customer.lastName}`,
    firstName: customer.firstName,
    lastName: customer.lastName,
    defaultEmailAddress: { emailAddress: customer.email, validFormat: true },
    defaultPhoneNumber: customer.phone === undefined ? null : { phoneNumber: customer.phone },
    defaultAddress: addressView(customer.address, customer.id),
    numberOfOrders: () => String(state.ordersOf(customer.id).length),
    amountSpent: () => toMoney(amountSpent(state, customer), state.currency),
    lastOrder: (_: unknown, exchange: Exchange) => {
      const last = state.ordersOf(customer.id).at(-1);
      return last && visible(last, exchange) ? orderView(state, last) : null;
    },
    orders: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) => {
      const rows = state.ordersOf(customer.id).filter((order) => visible(order, exchange));
      return list(rows, args, exchange, info, orderListing(state));
    },
    note: customer.note ?? null,
    tags: customer.tags,
    state: 'DISABLED',
    locale: customer.locale,
    verifiedEmail: true,
    taxExempt: false,
    createdAt: toDateTime(customer.createdAtMs),
    updatedAt: toDateTime(state.ordersOf(customer.id).at(-1)?.updatedAtMs ?? customer.createdAtMs),
  };
}

/** Gives what a customer has paid and not had back, cancelled orders left out, as a decimal string. */
export function amountSpent(state: ShopState, customer: Customer): string {
  const kept = state.ordersOf(customer.id).filter((order) => order.cancelledAtMs === undefined);
  return toDecimal(kept.reduce((sum, { totals }) => sum + toCents(totals.total) - toCents(totals.refunded), 0));
}
