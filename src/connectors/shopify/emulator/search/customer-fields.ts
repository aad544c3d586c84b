import type { ShopCustomer } from '../shop-customer.ts';
import type { ShopState } from '../shop-state.ts';
import { amountSpent, updatedAtMs } from '../views/customer-view.ts';
import { emptyFields, field, type SearchFields } from './field-kinds.ts';

/** What a search over customers may name (shopify.dev: QueryRoot.customers, argument `query`). */
export function customerFields(state: ShopState): SearchFields<ShopCustomer> {
  return {
    default: field(
      'text',
      ({ firstName, lastName, email, address }) => `${firstName} ${lastName} ${email} ${address.city}`,
    ),
    id: field('id', (customer) => customer.id),
    first_name: field('text', (customer) => customer.firstName),
    last_name: field('text', (customer) => customer.lastName),
    email: field('text', (customer) => customer.email),
    phone: field('keyword', (customer) => customer.phone),
    country: field('keyword', ({ address }) => [address.country, address.countryCode]),
    tag: field('keyword', (customer) => customer.tags),
    tag_not: { ...field<ShopCustomer>('keyword', (customer) => customer.tags), isExclusion: true },
    state: field('keyword', () => 'DISABLED'),
    accepts_marketing: field('boolean', (customer) => customer.takesNewsletter),
    orders_count: field('number', (customer) => state.ordersOf(customer.id).length),
    total_spent: field('number', (customer) => Number(amountSpent(state, customer))),
    order_date: field('time', (customer) => state.ordersOf(customer.id).map((order) => order.createdAtMs)),
    customer_date: field('time', (customer) => customer.createdAtMs),
    updated_at: field('time', (customer) => updatedAtMs(state, customer)),
    ...emptyFields<ShopCustomer>('last_abandoned_order_date'),
  };
}
