import type { Order } from '../../../../emulation/world/records.ts';

/** Shopify's names for how an order is paid. */
export const gateways: Readonly<Record<Order['gateway'], { readonly code: string; readonly title: string }>> = {
  card: { code: 'shopify_payments', title: 'Shopify Payments' },
  wallet: { code: 'paypal', title: 'PayPal' },
  'bank transfer': { code: 'bank_deposit', title: 'Bank Deposit' },
  cash: { code: 'cash', title: 'Cash' },
};

/** Shopify's names for where an order came from. */
export const sourceNames: Readonly<Record<Order['source'], string>> = {
  web: 'web',
  pos: 'pos',
  draft: 'shopify_draft_order',
};

/** Gives Shopify's `OrderDisplayFulfillmentStatus`. */
export function fulfillmentStatusOf(order: Order): 'FULFILLED' | 'PARTIALLY_FULFILLED' | 'UNFULFILLED' {
  if (order.fulfillmentStatus === 'partial') return 'PARTIALLY_FULFILLED';
  return order.fulfillmentStatus === 'fulfilled' ? 'FULFILLED' : 'UNFULFILLED';
}
