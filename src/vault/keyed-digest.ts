import { createHmac, hkdfSync } from 'node:crypto';

/**
 * Makes digests of text (HMAC-SHA-256, base64url) under a key derived from the platform's for one purpose: the same text
 * gives the same digest in every replica, and who has no key can neither read it nor try what it was made of.
 */
export function createKeyedDigest(platformKey: string, purpose: string): (text: string) => string {
  const key = Buffer.from(hkdfSync('sha256', platformKey, 'mcp-enterprise-platform', `digest/v1/${purpose}`, 32));
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
