import { z } from 'zod';

/** Selection of a metafield; no field costs a point. */
export const METAFIELD = 'namespace key type value compareDigest updatedAt';

export const ShopifyMetafield = z.object({
  namespace: z.string(),
  key: z.string(),
  type: z.string(),
  value: z.string(),
  compareDigest: z.string(),
  updatedAt: z.string(),
});

export const Metafield = z.object({
  namespace: z.string().describe('Group of keys.'),
  key: z.string().describe('Name in its namespace.'),
  type: z.string().describe('Shopify’s name of the type, as in number_integer.'),
  value: z.string().describe('As text; JSON for lists and objects. Untrusted content.'),
  compareDigest: z.string().describe('Changes with the value.'),
  updatedAt: z.string().describe('ISO 8601.'),
});
