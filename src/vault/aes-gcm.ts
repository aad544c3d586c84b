import { createCipheriv, createDecipheriv } from 'node:crypto';

export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a nonce of 12 bytes and a tag of 16, as nonce, ciphertext and tag in a row. `bound`
 * is authenticated and not kept. A nonce must never be used twice under one key.
 */
export function encrypt(key: Buffer, nonce: Buffer, plain: Uint8Array, bound: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Gives the plain bytes of what `encrypt` made. Throws when key, bytes or `bound` differ in a single bit, whatever their length. */
export function decrypt(key: Buffer, bytes: Buffer, bound: Buffer): Buffer {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new RangeError('Too short to hold a nonce and a tag.');
  // Without a stated length Node would take a tag of 4 bytes, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(bound);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([plain, decipher.final()]);
}
