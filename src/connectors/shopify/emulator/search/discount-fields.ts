import { type DiscountRow, discountStatus } from '../records/discounts.ts';
import { emptyFields, field, type SearchFields } from './field-kinds.ts';

/** What a search over discounts may name (shopify.dev: QueryRoot.discountNodes, argument `query`). */
export function discountFields(nowMs: number): SearchFields<DiscountRow> {
  return {
    default: field('text', ({ title, code }) => `${title} ${code ?? ''}`),
    id: field('id', ({ id }) => id),
    title: field('text', ({ title }) => title),
    code: field('keyword', ({ code }) => code),
    method: field('keyword', ({ code }) => (code === undefined ? 'automatic' : 'code')),
    status: field('keyword', (row) => discountStatus(row, nowMs)),
    times_used: field('number', ({ used }) => used),
    starts_at: field('time', ({ startsAtMs }) => startsAtMs),
    ends_at: field('time', ({ endsAtMs }) => endsAtMs),
    created_at: field('time', ({ createdAtMs }) => createdAtMs),
    updated_at: field('time', ({ updatedAtMs }) => updatedAtMs),
    ...emptyFields<DiscountRow>(
      'combines_with context customer_ids discount_class discount_type market_ids segment_ids tag type',
    ),
  };
}
