import type { GraphQLResolveInfo } from 'graphql';
import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { type Exchange, ordersVisibleFromMs } from '../exchange.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { addressesOf, defaultAddressOf, type ShopAddress, type ShopCustomer } from '../shop-customer.ts';
import type { ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { orderListing } from './order-listing.ts';
import { orderView } from './order-view.ts';
import { addressView, toDateTime, toMoney } from './values.ts';

/** Shows a customer as Shopify's `Customer`. */
export function customerView(state: ShopState, customer: ShopCustomer) {
  const visible = ({ createdAtMs }: ShopOrder, exchange: Exchange) => createdAtMs >= ordersVisibleFromMs(exchange);
  return {
    __typename: 'Customer',
    id: toGid('Customer', customer.id),
    legacyResourceId: toLegacyId(customer.id),
    displayName: displayNameOf(customer),
    firstName: customer.firstName || null,
    lastName: customer.lastName || null,
    defaultEmailAddress: () => emailView(customer),
    defaultPhoneNumber: customer.phone === undefined ? null : { phoneNumber: customer.phone },
    defaultAddress: () => {
      const found = defaultAddressOf(customer);
      return found ? customerAddressView(found) : null;
    },
    addressesV2: (args: PageArguments) =>
      paginate(addressesOf(customer), args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: customerAddressView,
      }),
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
    taxExempt: customer.isTaxExempt ?? false,
    lifetimeDuration: lifetime(state.world.dayMs - customer.createdAtMs),
    canDelete: () => state.ordersOf(customer.id).length === 0,
    statistics: { predictedSpendTier: null, rfmGroup: null },
    createdAt: toDateTime(customer.createdAtMs),
    updatedAt: toDateTime(updatedAtMs(state, customer)),
  };
}

/** Shows one of a customer's addresses. */
export function customerAddressView({ id, address }: ShopAddress) {
  return addressView(address, id, '?model_name=CustomerAddress');
}

/** Gives when a customer's record or last order was changed. */
export function updatedAtMs(state: ShopState, customer: ShopCustomer): number {
  const orderMs = state.ordersOf(customer.id).at(-1)?.updatedAtMs ?? customer.createdAtMs;
  return Math.max(orderMs, customer.updatedAtMs ?? 0);
}

/** Gives the name that Shopify shows: the e-mail address where no name is known. */
export function displayNameOf({ firstName, lastName, email, phone }: ShopCustomer): string {
  return [firstName, lastName].filter(Boolean).join(' ') || email || phone || 'No name';
}

/** Shows a customer's address as Shopify's `CustomerEmailAddress`. */
export function emailView({ email, takesNewsletter, createdAtMs }: ShopCustomer) {
  if (email === '') return null;
  return {
    emailAddress: email,
    validFormat: true,
    marketingState: takesNewsletter ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    marketingOptInLevel: takesNewsletter ? 'SINGLE_OPT_IN' : null,
    marketingUpdatedAt: takesNewsletter ? toDateTime(createdAtMs) : null,
  };
}

function lifetime(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  return days >= 365 ? `about ${Math.floor(days / 365)} year(s)` : `${days} days`;
}

/** Gives what a customer has paid and not had back, cancelled orders left out, as a decimal string. */
export function amountSpent(state: ShopState, customer: ShopCustomer): string {
  const kept = state.ordersOf(customer.id).filter((order) => order.cancelledAtMs === undefined);
  return toDecimal(kept.reduce((sum, { totals }) => sum + toCents(totals.total) - toCents(totals.refunded), 0));
}
