import type { DraftRow } from '../records/drafts.ts';
import type { ShopState } from '../shop-state.ts';
import { field, type SearchFields } from './field-kinds.ts';

/** What a search over draft orders may name (shopify.dev: QueryRoot.draftOrders, argument `query`). */
export function draftFields(state: ShopState): SearchFields<DraftRow> {
  return {
    default: field('text', ({ id, customerId, email, note }) => {
      const customer = customerId === undefined ? undefined : state.customers.get(customerId);
      const person = customer ? `${customer.firstName} ${customer.lastName} ${customer.email}` : '';
      return `#D${id} ${person} ${email ?? ''} ${note ?? ''}`;
    }),
    id: field('id', ({ id }) => id),
    customer_id: field('id', ({ customerId }) => customerId),
    status: field('keyword', ({ status }) => status),
    source: field('keyword', () => 'shopify_draft_order'),
    tag: field('keyword', ({ tags }) => tags),
    created_at: field('time', ({ createdAtMs }) => createdAtMs),
    updated_at: field('time', ({ updatedAtMs }) => updatedAtMs),
  };
}
