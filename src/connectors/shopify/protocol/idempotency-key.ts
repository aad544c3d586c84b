import { createHash, randomUUID } from 'node:crypto';

/**
 * Gives a call's idempotency key in the form that Shopify asks for, a UUID: the same key always gives the same one, so
 * that another attempt of the call is known to Shopify as the same change.
 */
export function toShopifyKey(key: string | undefined): string {
  if (key === undefined) return randomUUID();
  const digest = createHash('sha256').update(`shopify ${key}`).digest();
  // RFC 9562, version 8: a UUID of one's own making.
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
