import { z } from 'zod';
import { UserErrors } from '../protocol/user-errors.ts';
import type { Rule } from './rules.ts';

/** What is to be saved of a collection, in the words that both models of Shopify share, and what they say otherwise. */
export interface CollectionChange {
  /** What goes to Shopify as it is. */
  readonly texts: Readonly<Record<string, unknown>>;
  /** Global id; `undefined` for a new one. */
  readonly id: string | undefined;
  readonly match: 'all' | 'any' | undefined;
  readonly rules: readonly Rule[] | undefined;
  /** Global ids. */
  readonly productIds: readonly string[] | undefined;
}

export const COLLECTION_SAVED = 'id title handle sortOrder';

export const ShopifySaved = z.object({
  payload: z.object({
    collection: z.object({ id: z.string(), title: z.string(), handle: z.string(), sortOrder: z.string() }).nullable(),
    job: z.object({ done: z.boolean() }).nullish(),
    userErrors: UserErrors,
  }),
});

/** A collection as Shopify says that it was saved. */
export type Saved = z.output<typeof ShopifySaved>['payload'];
