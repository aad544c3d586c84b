import { returnStatusOf } from '../return-account.ts';
import type { ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { gateways, sourceNames } from '../views/order-words.ts';
import { emptyFields, field, type SearchFields } from './field-kinds.ts';

/** What a search over orders may name (shopify.dev: QueryRoot.orders, argument `query`). */
export function orderFields(state: ShopState): SearchFields<ShopOrder> {
  const customer = ({ customerId }: ShopOrder) => state.customers.get(customerId);
  const emailOf = (order: ShopOrder) => order.email ?? customer(order)?.email;
  const skus = (order: ShopOrder) => order.lines.flatMap((line) => state.variants.get(line.variantId)?.sku ?? []);
  return {
    default: field('text', (order) => {
      const { firstName = '', lastName = '' } = customer(order) ?? {};
      return `#${order.number} ${firstName} ${lastName} ${emailOf(order)} ${order.confirmation}`;
    }),
    id: field('id', (order) => order.id),
    name: field('keyword', (order) => [`#${order.number}`, String(order.number)]),
    confirmation_number: field('keyword', (order) => order.confirmation),
    email: field('text', emailOf),
    customer_id: field('id', (order) => order.customerId),
    financial_status: field('keyword', (order) => order.financialStatus),
    fulfillment_status: field('keyword', fulfillmentWords),
    status: field('keyword', statusWords),
    return_status: field('keyword', (order) => returnStatusOf(state, order).toLowerCase()),
    risk_level: field('keyword', () => 'none'),
    delivery_method: field('keyword', (order) => (order.shipping ? 'shipping' : 'retail')),
    discount_code: field('keyword', (order) => order.discountCode),
    gateway: field('keyword', (order) => gateways[order.gateway].code),
    sku: field('keyword', skus),
    source_name: field('keyword', (order) => sourceNames[order.source]),
    tag: field('keyword', (order) => order.tags),
    tag_not: { ...field<ShopOrder>('keyword', (order) => order.tags), isExclusion: true },
    test: field('boolean', () => false),
    current_total_price: field('number', ({ totals }) =>
      Number((Number(totals.total) - Number(totals.refunded)).toFixed(2)),
    ),
    subtotal_line_items_quantity: field('number', (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0)),
    fulfillment_location_id: field('id', (order) => order.fulfillments.map((fulfillment) => fulfillment.locationId)),
    location_id: field('id', (order) => (order.source === 'pos' ? 2 : undefined)),
    created_at: field('time', (order) => order.createdAtMs),
    processed_at: field('time', (order) => order.createdAtMs),
    updated_at: field('time', (order) => order.updatedAtMs),
    ...emptyFields<ShopOrder>(`cart_token channel channel_id chargeback_status checkout_token credit_card_last4
      fraud_protection_level payment_id payment_provider_id po_number reference_location_id sales_channel
      source_identifier total_weight`),
  };
}

function fulfillmentWords(order: ShopOrder): string[] {
  if (order.fulfillmentStatus === 'fulfilled') return ['fulfilled', 'shipped'];
  return order.fulfillmentStatus === 'partial' ? ['partial', 'unfulfilled'] : ['unshipped', 'unfulfilled'];
}

function statusWords(order: ShopOrder): string[] {
  if (order.cancelledAtMs !== undefined) return ['cancelled'];
  return order.closedAtMs === undefined ? ['open', 'not_closed'] : ['closed'];
}
