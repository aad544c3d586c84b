import { z } from 'zod';

const OWNER = /^gid:\/\/shopify\/(Product|ProductVariant|Collection|Page|Article|Blog)\/\d{1,20}$/;

/**
 * Input field for a record that has metafields. Orders and customers are not among them: what is kept beside people is
 * about people, and these tools do not mask it.
 */
export const ownerField = z
  .string()
  .refine(
    (id) => OWNER.test(id),
    'Give the global id of a product, variant, collection, page, article or blog: gid://shopify/Product/123.',
  )
  .describe('Global id of the record.');
