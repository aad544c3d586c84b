import type { AreaNames } from './area-names.ts';

/** What the emulator knows of returns: what customers send back, and what they may. */
export const returnsNames: AreaNames = {
  queries: 'return returnableFulfillments returnReasonDefinitions',
  mutations:
    'returnCreate returnRequest returnApproveRequest returnDeclineRequest returnCancel returnClose returnReopen',
  types: {
    Order: 'returns',
    LineItem: 'suggestedReturnReasonDefinitions',
    Return: 'id name status createdAt closedAt requestApprovedAt totalQuantity decline order returnLineItems',
    ReturnDecline: 'reason note',
    ReturnLineItemType: `id quantity refundableQuantity refundedQuantity customerNote returnReasonDefinition
    returnReasonNote`,
    ReturnLineItem: `id quantity refundableQuantity refundedQuantity customerNote returnReasonDefinition
    returnReasonNote fulfillmentLineItem`,
    ReturnReasonDefinition: 'id handle name deleted',
    ReturnableFulfillment: 'id fulfillment returnableFulfillmentLineItems',
    ReturnableFulfillmentLineItem: 'quantity fulfillmentLineItem',
    ReturnInput: 'orderId returnLineItems requestedAt',
    ReturnLineItemInput: 'fulfillmentLineItemId quantity returnReasonDefinitionId returnReasonNote',
    ReturnRequestInput: 'orderId returnLineItems',
    ReturnRequestLineItemInput: 'fulfillmentLineItemId quantity returnReasonDefinitionId customerNote',
    ReturnApproveRequestInput: 'id notifyCustomer',
    ReturnDeclineRequestInput: 'id declineReason declineNote notifyCustomer',
    ReturnCreatePayload: 'return userErrors',
    ReturnRequestPayload: 'return userErrors',
    ReturnApproveRequestPayload: 'return userErrors',
    ReturnDeclineRequestPayload: 'return userErrors',
    ReturnCancelPayload: 'return userErrors',
    ReturnClosePayload: 'return userErrors',
    ReturnReopenPayload: 'return userErrors',
    ReturnUserError: 'code field message',
  },
  droppedArguments: [
    'Order.returns(query)',
    'QueryRoot.returnReasonDefinitions(query)',
    'QueryRoot.returnReasonDefinitions(sortKey)',
    'Return.returnLineItems(processingStatus)',
  ],
};
