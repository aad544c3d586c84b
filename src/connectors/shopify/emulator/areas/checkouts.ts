import type { GraphQLResolveInfo } from 'graphql';
import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import type { OrderLine } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type CheckoutRow, checkoutsOf } from '../records/checkouts.ts';
import { emptyFields, field } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { customerView } from '../views/customer-view.ts';
import { productView, variantView } from '../views/product-view.ts';
import { addressView, toDateTime, toDateTimeOrNull, toMoneyBag } from '../views/values.ts';
import type { Area } from './area.ts';

/** Checkouts that somebody began, and perhaps came back to. */
export function checkoutArea(state: ShopState): Area {
  const rows = checkoutsOf(state.world);
  return {
    queries: {
      abandonedCheckouts: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
        list(rows, args, exchange, info, {
          fields: {
            default: field('text', ({ customerId }) => {
              const { firstName = '', lastName = '', email = '' } = state.customers.get(customerId) ?? {};
              return `${firstName} ${lastName} ${email}`;
            }),
            id: field('id', ({ id }) => id),
            created_at: field('time', ({ createdAtMs }) => createdAtMs),
            updated_at: field('time', ({ createdAtMs }) => createdAtMs),
            status: field('keyword', ({ completedAtMs }) => (completedAtMs === undefined ? 'open' : 'closed')),
            recovery_state: field('keyword', ({ completedAtMs }) =>
              completedAtMs === undefined ? 'not_recovered' : 'recovered',
            ),
            ...emptyFields<CheckoutRow>('email_state'),
          },
          idOf: ({ id }) => id,
          toNode: (row) => checkoutView(state, row),
          sortKeys: {
            CREATED_AT: (row) => row.createdAtMs,
            TOTAL_PRICE: (row) => totalOf(row),
            CUSTOMER_NAME: (row) => state.customers.get(row.customerId)?.lastName.toLowerCase(),
          },
        }),
    },
  };
}

function totalOf({ lines }: CheckoutRow): number {
  return lines.reduce((sum, { unitPrice, quantity }) => sum + toCents(unitPrice) * quantity, 0);
}

function checkoutView(state: ShopState, row: CheckoutRow) {
  const customer = state.customers.get(row.customerId);
  const total = toMoneyBag(toDecimal(totalOf(row)), state.currency);
  return {
    __typename: 'AbandonedCheckout',
    id: toGid('AbandonedCheckout', row.id),
    name: `#${toLegacyId(row.id)}`,
    createdAt: toDateTime(row.createdAtMs),
    updatedAt: toDateTime(row.createdAtMs),
    completedAt: toDateTimeOrNull(row.completedAtMs),
    abandonedCheckoutUrl: `https://${state.world.shop.host}/checkouts/ac/${toLegacyId(row.id)}/recover`,
    customer: () => (customer ? customerView(state, customer) : null),
    shippingAddress: customer ? addressView(customer.address, customer.id) : null,
    note: '',
    discountCodes: [],
    subtotalPriceSet: total,
    totalPriceSet: total,
    lineItems: (args: PageArguments) =>
      paginate(row.lines, args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: (line) => lineView(state, line),
      }),
  };
}

function lineView(state: ShopState, line: OrderLine) {
  const product = state.products.get(line.productId);
  const variant = state.variants.get(line.variantId);
  const whole = toMoneyBag(toDecimal(toCents(line.unitPrice) * line.quantity), state.currency);
  return {
    __typename: 'AbandonedCheckoutLineItem',
    id: toGid('AbandonedCheckoutLineItem', line.id),
    title: product?.title ?? null,
    variantTitle: variant?.title ?? null,
    sku: variant?.sku ?? null,
    quantity: line.quantity,
    originalTotalPriceSet: whole,
    discountedTotalPriceSet: whole,
    product: () => (product ? productView(state, product) : null),
    variant: () => (variant ? variantView(state, variant) : null),
  };
}
