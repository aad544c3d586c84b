import type { AreaNames } from './area-names.ts';

/** What the emulator knows of draft orders. */
export const draftsNames: AreaNames = {
  queries: 'draftOrders draftOrder',
  mutations: 'draftOrderCreate draftOrderUpdate draftOrderComplete draftOrderInvoiceSend draftOrderDelete',
  types: {
    DraftOrder: `id legacyResourceId name status createdAt updatedAt completedAt invoiceSentAt invoiceUrl email phone note2 tags
    customer customAttributes appliedDiscount shippingAddress billingAddress currencyCode ready taxesIncluded lineItems order
    subtotalPriceSet totalPriceSet totalTaxSet totalShippingPriceSet totalDiscountsSet totalLineItemsPriceSet
    totalQuantityOfLineItems`,
    DraftOrderLineItem: `id title variantTitle name sku quantity custom product variant originalUnitPriceSet originalTotalSet
    discountedTotalSet totalDiscountSet requiresShipping taxable`,
    DraftOrderAppliedDiscount: 'amountSet description title value valueType',
    DraftOrderInput:
      'lineItems purchasingEntity email phone note tags customAttributes appliedDiscount shippingAddress',
    DraftOrderLineItemInput: 'variantId quantity title originalUnitPriceWithCurrency requiresShipping taxable sku',
    DraftOrderAppliedDiscountInput: 'amountWithCurrency description title value valueType',
    PurchasingEntityInput: 'customerId',
    MoneyInput: 'amount currencyCode',
    DraftOrderCreatePayload: 'draftOrder userErrors',
    DraftOrderUpdatePayload: 'draftOrder userErrors',
    DraftOrderCompletePayload: 'draftOrder userErrors',
    DraftOrderInvoiceSendPayload: 'draftOrder userErrors',
    EmailInput: 'to subject customMessage',
    DraftOrderDeleteInput: 'id',
    DraftOrderDeletePayload: 'deletedId userErrors',
  },
  droppedArguments: [
    'Mutation.draftOrderComplete(paymentGatewayId)',
    'Mutation.draftOrderComplete(sourceName)',
    'QueryRoot.draftOrders(savedSearchId)',
  ],
};
