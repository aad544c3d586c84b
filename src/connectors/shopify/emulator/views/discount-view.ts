import { toGid } from '../gid.ts';
import { exactly } from '../listing.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type DiscountRow, discountStatus } from '../records/discounts.ts';
import type { ShopState } from '../shop-state.ts';
import { toDateTime, toDateTimeOrNull, toMoney } from './values.ts';

/** Shows a discount as one of the types of Shopify's union `Discount`. */
export function discountView(state: ShopState, row: DiscountRow, nowMs: number) {
  const summary = summaryOf(state, row);
  return {
    __typename: row.type,
    title: row.title,
    status: discountStatus(row, nowMs),
    startsAt: toDateTime(row.startsAtMs),
    endsAt: toDateTimeOrNull(row.endsAtMs),
    createdAt: toDateTime(row.createdAtMs),
    updatedAt: toDateTime(row.updatedAtMs),
    asyncUsageCount: row.used,
    discountClasses: [row.type.endsWith('FreeShipping') ? 'SHIPPING' : row.type.endsWith('Bxgy') ? 'PRODUCT' : 'ORDER'],
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    summary,
    shortSummary: summary,
    usageLimit: row.usageLimit ?? null,
    appliesOncePerCustomer: row.isOncePerCustomer,
    totalSales: null,
    codesCount: exactly(1),
    codes: (args: PageArguments) =>
      paginate([row], args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: ({ id, code, used }) => ({ id: toGid('DiscountRedeemCode', id), code, asyncUsageCount: used }),
      }),
    minimumRequirement: row.minimumSubtotal
      ? {
          __typename: 'DiscountMinimumSubtotal',
          greaterThanOrEqualToSubtotal: toMoney(row.minimumSubtotal, state.currency),
        }
      : null,
    customerGets: { value: worthOf(state, row) },
  };
}

function worthOf(state: ShopState, { percentage, amount }: DiscountRow) {
  if (percentage !== undefined) return { __typename: 'DiscountPercentage', percentage };
  return {
    __typename: 'DiscountAmount',
    amount: toMoney(amount ?? '0.00', state.currency),
    appliesOnEachItem: false,
  };
}

function summaryOf({ currency }: ShopState, { type, percentage, amount, minimumSubtotal }: DiscountRow): string {
  const least = minimumSubtotal ? ` • Minimum purchase of ${minimumSubtotal} ${currency}` : '';
  if (type.endsWith('FreeShipping')) return `Free shipping on all products${least}`;
  if (type.endsWith('Bxgy')) return 'Buy 2 items, get 1 item free';
  const off = percentage === undefined ? `${amount} ${currency}` : `${Math.round(percentage * 100)}%`;
  return `${off} off entire order${least}`;
}
