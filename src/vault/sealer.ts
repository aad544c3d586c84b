import { hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt, NONCE_BYTES } from './aes-gcm.ts';

const VERSION = 'v1';
const PREFIX = `${VERSION}.`;

/** Seals text for the database, bound to what it belongs to. */
export interface Sealer {
  /** Gives `v1.<base64url>`; the same text sealed twice differs. `binding` names record and purpose and must be given again to open. */
  seal(plain: string, binding: string): string;
  /** Seals bytes in the same way, to be opened by `openBytes`. */
  sealBytes(plain: Uint8Array, binding: string): string;
  /** Throws `SealBroken` when the text, its binding or the key is not the one it was sealed with. */
  open(sealed: string, binding: string): string;
  openBytes(sealed: string, binding: string): Buffer;
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
  const sealBytes = (plain: Uint8Array, binding: string) =>
    PREFIX + encrypt(key, randomBytes(NONCE_BYTES), plain, Buffer.from(binding)).toString('base64url');
  const openBytes = (sealed: string, binding: string) => {
    try {
      return decrypt(key, parseSealed(sealed), Buffer.from(binding));
    } catch {
      throw new SealBroken();
    }
  };
  return {
    sealBytes,
    openBytes,
    seal: (plain, binding) => sealBytes(Buffer.from(plain), binding),
    open: (sealed, binding) => openBytes(sealed, binding).toString('utf8'),
  };
}

/**
 * The bytes of a sealed text. Only the one way to write them is taken: the decoder alone would pass over foreign
 * characters, padding and left-over bits, and a changed text would open.
 */
function parseSealed(sealed: string): Buffer {
  const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
  if (sealed !== PREFIX + bytes.toString('base64url')) throw new SealBroken();
  return bytes;
}
