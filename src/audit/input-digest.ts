import { hash } from 'node:crypto';

/** Gives the digest of a canonical input. */
export type InputDigest = (canonicalInput: string) => string;

/**
 * Makes the digest of inputs for the audit trail: SHA-256, base64url. Salted, since inputs are easily guessed and a plain
 * digest would confirm a guess.
 */
export function createInputDigest(salt: string): InputDigest {
  return (canonicalInput) => hash('sha256', salt + canonicalInput, 'base64url');
}
