import { hash } from 'node:crypto';

/** Gives the digest of a canonical input. */
export type InputDigest = (canonicalInput: string) => string;

const REMEMBERED = 4_096;
/** Longer inputs are hashed each time, which bounds the memory. */
const REMEMBERED_CHARACTERS = 512;

/**
 * Makes the digest of inputs for the audit trail: SHA-256, base64url. Salted, since inputs are easily guessed and a plain
 * digest would confirm a guess. Agents repeat themselves, so the latest digests are remembered.
 */
export function createInputDigest(salt: string): InputDigest {
  const known = new Map<string, string>();
  return (canonicalInput) => {
    const remembered = known.get(canonicalInput);
    if (remembered !== undefined) return remembered;
    const digest = hash('sha256', salt + canonicalInput, 'base64url');
    if (canonicalInput.length <= REMEMBERED_CHARACTERS) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(canonicalInput, digest);
    }
    return digest;
  };
}
