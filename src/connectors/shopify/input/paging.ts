import { z } from 'zod';

/** Input field for the size of a page. */
export function limitField(rows: string, most: number, usual: number) {
  return z
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .describe(`${rows[0]?.toUpperCase()}${rows.slice(1)} at most.`);
}

/** Input field for where to go on: a cursor of an earlier answer, passed through as it is. */
export function cursorField(answerField: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9+/=_-]{1,1000}$/, `Give ${answerField} of an earlier answer, unchanged.`)
    .optional()
    .describe(`${answerField} of the answer before.`);
}

/** Output field for a cursor; absent on the last page. */
export function nextCursorField(rows: string, inputField: string) {
  return z
    .string()
    .optional()
    .describe(`Give it as ${inputField} to get the next ${rows}; absent when there are no more.`);
}

/** What Shopify says about a page. */
export const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

/** Gives the cursor of the next page, `undefined` on the last one. */
export function nextCursorOf({ hasNextPage, endCursor }: z.output<typeof PageInfo>): string | undefined {
  return hasNextPage ? (endCursor ?? undefined) : undefined;
}
