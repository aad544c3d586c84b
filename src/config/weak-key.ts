import { createHash } from 'node:crypto';
import { KNOWN_SECRETS } from './known-secrets.ts';

const KEY_BYTES_MIN = 32;
const DISTINCT_CHARACTERS_MIN = 8;
const SAME_IN_A_ROW_MAX = 7;
const DIGEST_BYTES = 6;

const MAKE_ONE = `make one with: node -p "crypto.randomBytes(32).toString('base64url')"`;

/**
 * Says why a key must not be used and how to make a good one, as the rest of a sentence that begins with the setting's
 * name; `undefined` for a key that may be. The key itself is in no message. White space around the key does not count.
 *
 * A random key passes: 32 random bytes written in hex have a run of eight equal digits once in five million, and fewer
 * than eight different digits practically never.
 */
export function weaknessOf(key: string): string | undefined {
  const trimmed = key.trim();
  const weakness = weaknessOfForm(trimmed) ?? (isPubliclyKnown(trimmed) ? 'is publicly known' : undefined);
  return weakness === undefined ? undefined : `${weakness}; ${MAKE_ONE}`;
}

/** The part of `weaknessOf` that needs no list: length, repetition and variety. Gives no advice. */
export function weaknessOfForm(key: string): string | undefined {
  if (Buffer.byteLength(key) < KEY_BYTES_MIN) return `is shorter than ${KEY_BYTES_MIN} bytes`;
  if (shortestPeriod(key) * 2 <= key.length) return 'repeats one pattern';
  if (new Set(key).size < DISTINCT_CHARACTERS_MIN)
    return `has fewer than ${DISTINCT_CHARACTERS_MIN} different characters`;
  if (longestRun(key) > SAME_IN_A_ROW_MAX) return 'is filled up with one character';
  return undefined;
}

/** The digest by which a publicly known secret is remembered: enough to tell it from any random key, too little to restore it. */
export function knownSecretDigest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest().subarray(0, DIGEST_BYTES);
}

function isPubliclyKnown(key: string): boolean {
  const digest = knownSecretDigest(key);
  const known = Buffer.from(KNOWN_SECRETS, 'base64');
  for (let at = 0; at < known.length; at += DIGEST_BYTES) {
    if (digest.equals(known.subarray(at, at + DIGEST_BYTES))) return true;
  }
  return false;
}

/** Length of the shortest beginning that, repeated, gives the text, the last time perhaps in part (Knuth, Morris and Pratt's failure function). */
function shortestPeriod(text: string): number {
  const border = [0];
  for (let at = 1; at < text.length; at++) {
    let length = border[at - 1]!;
    while (length > 0 && text[at] !== text[length]) length = border[length - 1]!;
    border[at] = text[at] === text[length] ? length + 1 : 0;
  }
  return text.length - border[text.length - 1]!;
}

function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    run = text[at] === text[at - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
