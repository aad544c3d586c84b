import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { WebhookDelivery, WebhookSignature } from '../kernel/webhooks.ts';

/** So many secrets are tried for every delivery, whoever it claims to be for. */
const SECRETS_TRIED = 3;
/** Stands in where a connection has fewer secrets, or there is no such connection; known to nobody. */
const DECOY = randomBytes(32).toString('base64url');
const DECOY_SIGNATURE: WebhookSignature = { header: 'x-hmac-sha256', hash: 'sha256', encoding: 'base64' };

/**
 * Whether a delivery bears a valid signature by one of the secrets. It does the same work whatever comes out: as many
 * digests of the body for a stranger as for a vendor, and no comparison ends early.
 */
export function verifies(
  { headers, body }: WebhookDelivery,
  signatures: readonly WebhookSignature[],
  secrets: readonly string[],
): boolean {
  const shown = signatures.filter(({ header }) => headers[header] !== undefined);
  const signature = shown[0] ?? DECOY_SIGNATURE;
  // As text: a decoder would pass over what follows a valid signature.
  const given = Buffer.from(headers[signature.header] ?? '');
  const usable = shown.length === 1 ? secrets.slice(0, SECRETS_TRIED) : [];
  let valid = false;
  for (let slot = 0; slot < SECRETS_TRIED; slot += 1) {
    const mac = createHmac(signature.hash, usable[slot] ?? DECOY).update(body);
    const expected = Buffer.from(mac.digest(signature.encoding));
    const equal = given.length === expected.length && timingSafeEqual(given, expected);
    valid = (equal && slot < usable.length) || valid;
  }
  return valid;
}

/** Whether two texts are the same, without telling by the time it takes how much of them is. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHmac('sha256', DECOY).update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
