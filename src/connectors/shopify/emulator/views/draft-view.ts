import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type DraftLine, type DraftRow, draftTotals } from '../records/drafts.ts';
import type { ShopState } from '../shop-state.ts';
import { customerView } from './customer-view.ts';
import { orderView } from './order-view.ts';
import { productView, variantView } from './product-view.ts';
import { addressView, toDateTime, toDateTimeOrNull, toMoneyBag } from './values.ts';

/** Shows a draft order as Shopify's `DraftOrder`. */
export function draftView(state: ShopState, draft: DraftRow) {
  const customer = draft.customerId === undefined ? undefined : state.customers.get(draft.customerId);
  const address = draft.shippingAddress ? addressView(draft.shippingAddress, draft.id) : null;
  return {
    __typename: 'DraftOrder',
    id: toGid('DraftOrder', draft.id),
    legacyResourceId: toLegacyId(draft.id),
    name: `#D${draft.id}`,
    status: draft.status.toUpperCase(),
    ready: true,
    createdAt: toDateTime(draft.createdAtMs),
    updatedAt: toDateTime(draft.updatedAtMs),
    completedAt: toDateTimeOrNull(draft.completedAtMs),
    invoiceSentAt: toDateTimeOrNull(draft.invoiceSentAtMs),
    invoiceUrl: `https://${state.world.shop.host}/invoices/${toLegacyId(draft.id)}`,
    email: draft.email ?? (customer?.email || null),
    phone: null,
    note2: draft.note ?? null,
    tags: draft.tags,
    customAttributes: draft.attributes,
    customer: () => (customer ? customerView(state, customer) : null),
    shippingAddress: address,
    billingAddress: address,
    order: () => {
      const order = draft.orderId === undefined ? undefined : state.orders.get(draft.orderId);
      return order ? orderView(state, order) : null;
    },
    ...amountsOf(state, draft),
    lineItems: (args: PageArguments) =>
      paginate(draft.lines, args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: (line) => lineView(state, line),
      }),
  };
}

function amountsOf(state: ShopState, draft: DraftRow) {
  const { goods, off, total, tax } = draftTotals(draft);
  const bag = (cents: number) => toMoneyBag(toDecimal(cents), state.currency);
  const { discount } = draft;
  return {
    currencyCode: state.currency,
    taxesIncluded: true,
    totalQuantityOfLineItems: draft.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    totalLineItemsPriceSet: bag(goods),
    totalDiscountsSet: bag(off),
    subtotalPriceSet: bag(total),
    totalShippingPriceSet: bag(0),
    totalTaxSet: bag(tax),
    totalPriceSet: bag(total),
    appliedDiscount: discount
      ? {
          title: discount.title,
          description: discount.title,
          value: discount.value,
          valueType: discount.isPercentage ? 'PERCENTAGE' : 'FIXED_AMOUNT',
          amountSet: bag(off),
        }
      : null,
  };
}

function lineView(state: ShopState, line: DraftLine) {
  const variant = state.variants.get(line.variantId);
  const product = variant && state.products.get(variant.productId);
  const bag = (cents: number) => toMoneyBag(toDecimal(cents), state.currency);
  const whole = toCents(line.unitPrice) * line.quantity;
  const hasOptions = product !== undefined && product.optionNames.length > 0;
  const title = line.title ?? product?.title ?? 'Deleted product';
  return {
    __typename: 'DraftOrderLineItem',
    id: toGid('DraftOrderLineItem', line.id),
    title,
    name: hasOptions ? `${title} - ${variant?.title}` : title,
    variantTitle: hasOptions ? variant?.title : null,
    sku: variant?.sku ?? null,
    quantity: line.quantity,
    custom: line.variantId === undefined,
    product: () => (product ? productView(state, product) : null),
    variant: () => (variant ? variantView(state, variant) : null),
    requiresShipping: variant === undefined || variant.weightGrams > 0,
    taxable: true,
    originalUnitPriceSet: bag(toCents(line.unitPrice)),
    originalTotalSet: bag(whole),
    discountedTotalSet: bag(whole),
    totalDiscountSet: bag(0),
  };
}
