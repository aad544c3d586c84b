import type { AreaNames } from './area-names.ts';

/** What the emulator knows of fulfilment: what is to be sent, and what was. */
export const fulfillmentsNames: AreaNames = {
  queries: 'fulfillmentOrders fulfillmentOrder fulfillment',
  mutations: 'fulfillmentCreate fulfillmentTrackingInfoUpdate fulfillmentCancel',
  types: {
    FulfillmentOrder: `id status requestStatus orderId orderName orderProcessedAt order createdAt updatedAt fulfillAt
    assignedLocation lineItems supportedActions`,
    FulfillmentOrderAssignedLocation: 'name city countryCode location',
    FulfillmentOrderLineItem: `id lineItem productTitle variantTitle sku vendor totalQuantity remainingQuantity requiresShipping
    inventoryItemId`,
    FulfillmentOrderSupportedAction: 'action externalUrl',
    FulfillmentInput: 'lineItemsByFulfillmentOrder notifyCustomer trackingInfo',
    FulfillmentOrderLineItemsInput: 'fulfillmentOrderId fulfillmentOrderLineItems',
    FulfillmentOrderLineItemInput: 'id quantity',
    FulfillmentTrackingInput: 'company number numbers url urls',
    FulfillmentCreatePayload: 'fulfillment userErrors',
    FulfillmentTrackingInfoUpdatePayload: 'fulfillment userErrors',
    FulfillmentCancelPayload: 'fulfillment userErrors',
  },
};
