import { hash } from 'node:crypto';

/** Gives the digest of a canonical input. One that was answered before is likely to come again, so its digest is remembered. */
export type InputDigest = (canonicalInput: string, answeredBefore?: boolean) => string;

const REMEMBERED = 4_096;
/** Longer inputs are hashed each time, which bounds the memory. */
const REMEMBERED_CHARACTERS = 512;

/**
 * Makes the digest of inputs for the audit trail: SHA-256, base64url. Salted, since inputs are easily guessed and a plain
 * digest would confirm a guess. Agents repeat themselves, so the digests of what came again are remembered; of what came
 * once they would be garbage that lives long.
 */
export function createInputDigest(salt: string): InputDigest {
  const known = new Map<string, string>();
  const digestOf = (canonicalInput: string) => hash('sha256', salt + canonicalInput, 'base64url');
  return (canonicalInput, answeredBefore = false) => {
    if (!answeredBefore) return digestOf(canonicalInput);
    const remembered = known.get(canonicalInput);
    if (remembered !== undefined) return remembered;
    const digest = digestOf(canonicalInput);
    if (canonicalInput.length <= REMEMBERED_CHARACTERS) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(canonicalInput, digest);
    }
    return digest;
  };
}
