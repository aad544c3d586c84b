import { z } from 'zod';
import { lineField } from '../input/plain-text.ts';

/** As many as Shopify keeps of one collection. */
const RULES_MAX = 60;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

const TEXT = ['equals', 'not_equals', 'contains', 'not_contains', 'starts_with', 'ends_with'] as const;
const NUMBER = ['equals', 'not_equals', 'greater_than', 'less_than'] as const;

/** By field, the relations that both models of Shopify know. */
const RELATIONS: Readonly<Record<'tag' | 'title' | 'type' | 'vendor' | 'price', readonly string[]>> = {
  tag: ['equals'],
  title: TEXT,
  type: TEXT,
  vendor: TEXT,
  price: NUMBER,
};

const RuleInput = z
  .object({
    field: z.enum(['tag', 'title', 'type', 'vendor', 'price']).describe('What of a product.'),
    relation: z
      .enum([...TEXT, 'greater_than', 'less_than'])
      .default('equals')
      .describe('Tags: equals.'),
    value: lineField(255, 'Text, or a price like 9.50.'),
  })
  .strict();

/** One rule of a smart collection, as a caller gives it. */
export type Rule = z.output<typeof RuleInput>;

/** Input field for the rules of a smart collection. */
export const rulesField = z
  .array(
    RuleInput.refine(({ field, relation }) => RELATIONS[field].includes(relation), {
      error:
        'A tag is compared by equals, a price by equals, not_equals, greater_than or less_than, a text by all but the last two.',
      path: ['relation'],
    }).refine(({ field, value }) => field !== 'price' || AMOUNT.test(value), {
      error: 'Write the price as 9.50, in the shop’s currency.',
      path: ['value'],
    }),
  )
  .min(1)
  .max(RULES_MAX);
