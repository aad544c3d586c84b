import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { exactly } from '../listing.ts';
import { refundablePieces } from '../order-account.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { returnStatusOf } from '../return-account.ts';
import type { ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { customerView } from './customer-view.ts';
import { fulfillmentViews } from './fulfillment-view.ts';
import { journeyView } from './journey-view.ts';
import { type EventArguments, eventPage } from './order-event-view.ts';
import { refundViews, transactionViews } from './order-life-view.ts';
import { lineView } from './order-line-view.ts';
import { fulfillmentStatusOf, gateways, sourceNames } from './order-words.ts';
import { returnPage } from './return-view.ts';
import { type SuggestionArguments, suggestedRefundView } from './suggested-refund-view.ts';
import { addressView, toDateTime, toDateTimeOrNull, toMoneyBag } from './values.ts';
import { workOrderPage } from './work-order-view.ts';

/** Shows an order as Shopify's `Order`. */
export function orderView(state: ShopState, order: ShopOrder) {
  const customer = state.customers.get(order.customerId);
  const { shippingAddress: place } = order;
  const address = place.line1 === '' ? null : addressView(place, order.id);
  return {
    __typename: 'Order',
    id: toGid('Order', order.id),
    legacyResourceId: toLegacyId(order.id),
    name: `#${order.number}`,
    number: order.number,
    confirmationNumber: order.confirmation,
    ...lifeOf(order),
    returnStatus: () => returnStatusOf(state, order),
    returns: (args: PageArguments) => returnPage(state, order, args),
    ...amountsOf(state, order),
    taxesIncluded: true,
    test: false,
    note: order.note ?? null,
    tags: order.tags,
    poNumber: null,
    email: order.email ?? (customer?.email || null),
    phone: order.shippingAddress.phone ?? null,
    customer: () => (customer ? customerView(state, customer) : null),
    customerLocale: customer?.locale ?? null,
    customAttributes: order.attributes ?? [],
    shippingAddress: order.shipping ? address : null,
    billingAddress: address,
    billingAddressMatchesShippingAddress: order.shipping !== undefined,
    lineItems: (args: PageArguments) =>
      paginate(order.lines, args, {
        idOf: (line) => line.id,
        keyOf: (line) => line.id,
        toNode: (line) => lineView(state, order, line),
      }),
    transactions: ({ first }: { first?: number | null }) => transactionViews(state, order).slice(0, first ?? undefined),
    transactionsCount: exactly(order.payments.length),
    fulfillments: ({ first }: { first?: number | null }) => fulfillmentViews(state, order).slice(0, first ?? undefined),
    fulfillmentsCount: exactly(order.fulfillments.length),
    refunds: ({ first }: { first?: number | null }) => refundViews(state, order).slice(0, first ?? undefined),
    fulfillmentOrders: (args: PageArguments) => workOrderPage(state, order, args),
    events: (args: EventArguments) => eventPage(order, args),
    suggestedRefund: (args: SuggestionArguments) => suggestedRefundView(state, order, args),
    discountCode: order.discountCode ?? null,
    discountCodes: order.discountCode === undefined ? [] : [order.discountCode],
    sourceName: sourceNames[order.source],
    shippingLine: order.shipping ? shippingLineView(state, order, order.shipping) : null,
    customerJourneySummary: () => journeyView(state, order),
    paymentGatewayNames: [gateways[order.gateway].code],
  };
}

function lifeOf(order: ShopOrder) {
  const isCancelled = order.cancelledAtMs !== undefined;
  return {
    createdAt: toDateTime(order.createdAtMs),
    processedAt: toDateTime(order.createdAtMs),
    updatedAt: toDateTime(order.updatedAtMs),
    cancelledAt: toDateTimeOrNull(order.cancelledAtMs),
    cancelReason: order.cancelReason?.toUpperCase() ?? null,
    closed: order.closedAtMs !== undefined,
    closedAt: toDateTimeOrNull(order.closedAtMs),
    confirmed: true,
    displayFinancialStatus: order.financialStatus.toUpperCase(),
    displayFulfillmentStatus: fulfillmentStatusOf(order),
    fullyPaid: !['pending', 'authorized', 'voided'].includes(order.financialStatus),
    unpaid: ['pending', 'authorized'].includes(order.financialStatus),
    refundable: ['paid', 'partially_refunded'].includes(order.financialStatus),
    fulfillable: !isCancelled && order.fulfillmentStatus !== 'fulfilled',
  };
}

function amountsOf(state: ShopState, order: ShopOrder) {
  const { totals } = order;
  const bag = (cents: number) => toMoneyBag(toDecimal(cents), state.currency);
  const [total, refunded, tax, subtotal] = [totals.total, totals.refunded, totals.tax, totals.subtotal].map(
    toCents,
  ) as [number, number, number, number];
  const paid = ['paid', 'partially_refunded', 'refunded'].includes(order.financialStatus) ? total : 0;
  const isVoid = order.cancelledAtMs !== undefined;
  const current = isVoid ? 0 : total - refunded;
  const refundedGoods = order.refunds
    .flatMap((refund) => refund.lines)
    .reduce((sum, line) => sum + toCents(line.amount), 0);
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const left = order.lines.reduce((sum, line) => sum + refundablePieces(order, line), 0);
  return {
    currencyCode: state.currency,
    presentmentCurrencyCode: state.currency,
    totalPriceSet: bag(total),
    originalTotalPriceSet: bag(total),
    currentTotalPriceSet: bag(current),
    subtotalPriceSet: bag(subtotal),
    currentSubtotalPriceSet: bag(isVoid ? 0 : subtotal - refundedGoods),
    totalTaxSet: bag(tax),
    currentTotalTaxSet: bag(total === 0 ? 0 : Math.round((tax * current) / total)),
    totalShippingPriceSet: toMoneyBag(totals.shipping, state.currency),
    totalDiscountsSet: toMoneyBag(totals.discounts, state.currency),
    currentTotalDiscountsSet: toMoneyBag(totals.discounts, state.currency),
    totalRefundedSet: bag(refunded),
    totalReceivedSet: bag(paid),
    totalOutstandingSet: bag(isVoid ? 0 : total - paid),
    netPaymentSet: bag(paid - refunded),
    subtotalLineItemsQuantity: pieces,
    currentSubtotalLineItemsQuantity: left,
  };
}

function shippingLineView(state: ShopState, order: ShopOrder, choice: NonNullable<ShopOrder['shipping']>) {
  const price = toMoneyBag(order.totals.shipping, state.currency);
  return {
    id: toGid('ShippingLine', order.id),
    title: choice.title,
    code: choice.code,
    source: 'shopify',
    originalPriceSet: price,
    discountedPriceSet: price,
  };
}
