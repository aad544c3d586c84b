import { randomBytes } from 'node:crypto';

const POOL_BYTES = 4_096;
/** Hex digits of one id: three, one that holds the variant's two bits, three and twelve. */
const DIGITS = 19;
const VARIANT = ['8', '9', 'a', 'b'];

let pool = '';
let used = 0;
let textOf = Number.NaN;
let timeText = '';

/**
 * A UUID version 7 (RFC 9562 §5.7) of the instant `nowMs`: sorts by time to the millisecond, random beyond. Randomness is
 * drawn in bulk and the text of a millisecond is kept, since calls come in crowds.
 */
export function uuidv7(nowMs: number): string {
  if (used + DIGITS > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    used = 0;
  }
  const at = used;
  used += DIGITS;
  const variant = VARIANT[Number.parseInt(pool.charAt(at + 3), 16) & 3];
  return `${timeTextOf(Math.floor(nowMs))}-7${pool.slice(at, at + 3)}-${variant}${pool.slice(at + 4, at + 7)}-${pool.slice(at + 7, at + DIGITS)}`;
}

function timeTextOf(ms: number): string {
  if (ms !== textOf) {
    const digits = ms.toString(16).padStart(12, '0');
    textOf = ms;
    timeText = `${digits.slice(0, 8)}-${digits.slice(8)}`;
  }
  return timeText;
}
