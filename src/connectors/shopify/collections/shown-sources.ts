import { z } from 'zod';

/** Output field for where the products of a collection come from. */
export const Sources = z
  .array(
    z.object({
      title: z.string().optional().describe('Its name, where Shopify gives one.'),
      match: z.string().optional().describe('Which rules a product must meet: all or any.'),
      rules: z
        .array(
          z.object({
            field: z.string().describe('What of a product: tag, title, type, vendor, price and others.'),
            relation: z.string().optional().describe('How it is compared; absent where it is not read.'),
            values: z.array(z.string()).optional().describe('With what.'),
            valuesMatch: z.string().optional().describe('Which of several values must fit: all or any.'),
          }),
        )
        .describe('Its rules: none where products are picked by hand or come from other collections.'),
    }),
  )
  .describe('Where its products come from; a collection picked by hand may have none.');

/** Where the products of a collection come from, as tools give it. */
export type Sources = z.output<typeof Sources>;
