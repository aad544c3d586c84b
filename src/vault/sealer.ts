import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals text for the database, bound to what it belongs to. */
export interface Sealer {
  /** Gives `v1.<base64url>`; the same text sealed twice differs. `binding` names record and purpose and must be given again to open. */
  seal(plain: string, binding: string): string;
  /** Throws `SealBroken` when the text, its binding or the key is not the one it was sealed with. */
  open(sealed: string, binding: string): string;
}

/** The sealed text is not what was sealed: another key, another record, or somebody changed it. */
export class SealBroken extends Error {
  constructor() {
    super('A sealed value cannot be opened: it was sealed with another key, for another record, or was changed.');
    this.name = 'SealBroken';
  }
}

/**
 * AES-256-GCM (NIST SP 800-38D) under a key derived with HKDF-SHA-256 (RFC 5869) from the platform's key for one
 * purpose, so that what is sealed for one purpose never opens for another. Tags are always 16 bytes.
 */
export function createSealer(platformKey: string, purpose: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', platformKey, 'mcp-enterprise-platform', `seal/${VERSION}/${purpose}`, 32));
  return {
    seal(plain, binding) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(binding));
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${sealed.toString('base64url')}`;
    },
    open(sealed, binding) {
      const [version, text] = sealed.split('.', 2);
      const bytes = Buffer.from(text ?? '', 'base64url');
      if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken();
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(binding));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([plain, decipher.final()]).toString('utf8');
      } catch {
        throw new SealBroken();
      }
    },
  };
}
