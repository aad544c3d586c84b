import type { AreaNames } from './area-names.ts';

/** What the emulator knows of orders. */
export const ordersNames: AreaNames = {
  queries: 'orders order ordersCount',
  types: {
    Order: `id legacyResourceId name number confirmationNumber createdAt processedAt updatedAt cancelledAt cancelReason
    closed closedAt confirmed displayFinancialStatus displayFulfillmentStatus returnStatus currencyCode
    presentmentCurrencyCode taxesIncluded test fullyPaid unpaid refundable fulfillable totalPriceSet subtotalPriceSet
    totalTaxSet totalShippingPriceSet totalDiscountsSet totalRefundedSet totalReceivedSet totalOutstandingSet netPaymentSet
    currentTotalPriceSet currentSubtotalPriceSet currentTotalTaxSet currentTotalDiscountsSet originalTotalPriceSet
    subtotalLineItemsQuantity currentSubtotalLineItemsQuantity note tags poNumber email phone customer customerLocale
    shippingAddress billingAddress billingAddressMatchesShippingAddress lineItems transactions transactionsCount
    fulfillments fulfillmentsCount refunds discountCode discountCodes sourceName shippingLine customerJourneySummary
    paymentGatewayNames customAttributes events suggestedRefund fulfillmentOrders`,
    LineItem: `id title name quantity currentQuantity refundableQuantity unfulfilledQuantity sku vendor variantTitle variant
    product requiresShipping taxable isGiftCard originalUnitPriceSet originalTotalSet discountedUnitPriceSet
    discountedTotalSet totalDiscountSet`,
    OrderTransaction: 'id kind status gateway formattedGateway amountSet createdAt processedAt test parentTransaction',
    Fulfillment: `id legacyResourceId name status displayStatus createdAt updatedAt inTransitAt deliveredAt totalQuantity
    trackingInfo location fulfillmentLineItems order`,
    FulfillmentTrackingInfo: 'company number url',
    Refund: 'id legacyResourceId createdAt updatedAt processedAt note totalRefundedSet refundLineItems',
    RefundLineItem: 'id quantity subtotalSet totalTaxSet lineItem restocked',
    ShippingLine: 'id title code source originalPriceSet discountedPriceSet',
    MailingAddress: `id name firstName lastName company address1 address2 city province provinceCode country countryCodeV2 zip
    phone formatted formattedArea`,
    CustomerJourneySummary: 'ready customerOrderIndex daysToConversion momentsCount firstVisit lastVisit',
    CustomerVisit: 'id landingPage referrerUrl source sourceType occurredAt utmParameters',
    UTMParameters: 'source medium campaign content term',
    Attribute: 'key value',
    Event: 'id action message createdAt appTitle attributeToApp attributeToUser criticalAlert',
    BasicEvent: `id action message createdAt appTitle attributeToApp attributeToUser criticalAlert author subjectId
    subjectType`,
    FulfillmentLineItem: 'id quantity lineItem discountedTotalSet originalTotalSet',
    SuggestedRefund: `amountSet subtotalSet discountedSubtotalSet maximumRefundableSet totalTaxSet totalCartDiscountAmountSet
    shipping refundLineItems suggestedTransactions`,
    SuggestedOrderTransaction: 'amountSet gateway formattedGateway kind maximumRefundableSet parentTransaction',
    ShippingRefund: 'amountSet maximumRefundableSet taxSet',
    RefundLineItemInput: 'lineItemId quantity restockType locationId',
  },
  droppedArguments: [
    'Fulfillment.trackingInfo(first)',
    'LineItem.discountedTotalSet(withCodeDiscounts)',
    'Order.events(query)',
    'Order.fulfillmentOrders(query)',
    'Order.fulfillments(query)',
    'Order.suggestedRefund(refundMethodAllocation)',
    'Order.transactions(capturable)',
    'Order.transactions(manuallyResolvable)',
    'QueryRoot.orders(savedSearchId)',
    'QueryRoot.ordersCount(savedSearchId)',
  ],
};
