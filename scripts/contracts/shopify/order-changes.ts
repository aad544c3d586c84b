import type { AreaNames } from './area-names.ts';

/** What the emulator knows of changes to orders, money given back included. */
export const orderChangesNames: AreaNames = {
  queries: 'job',
  mutations: 'orderUpdate orderClose orderOpen orderMarkAsPaid orderCancel refundCreate',
  types: {
    OrderInput: 'id note email phone tags poNumber customAttributes shippingAddress',
    AttributeInput: 'key value',
    MailingAddressInput: 'address1 address2 city company countryCode firstName lastName phone provinceCode zip',
    OrderUpdatePayload: 'order userErrors',
    OrderCloseInput: 'id',
    OrderClosePayload: 'order userErrors',
    OrderOpenInput: 'id',
    OrderOpenPayload: 'order userErrors',
    OrderMarkAsPaidInput: 'id',
    OrderMarkAsPaidPayload: 'order userErrors',
    OrderCancelRefundMethodInput: 'originalPaymentMethodsRefund',
    OrderCancelPayload: 'job orderCancelUserErrors',
    OrderCancelUserError: 'code field message',
    Job: 'id done',
    RefundInput: 'orderId refundLineItems shipping transactions note notify currency',
    ShippingRefundInput: 'amount fullRefund',
    OrderTransactionInput: 'amount gateway kind orderId parentId',
    RefundCreatePayload: 'order refund userErrors',
  },
};
