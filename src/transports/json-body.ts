import { isUtf8 } from 'node:buffer';
import { PlatformError } from '../kernel/errors.ts';

/** Members of this name, written out or hidden by an escape of any of its letters. Looking costs one pass; walking the value is for the suspicious few. */
const SUSPICIOUS = /__proto__|\\u00/i;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads JSON text (RFC 8259): UTF-8, nested at most `depth` levels, checked before it is parsed. A repeated member has
 * one meaning everywhere, the last; a member `__proto__` is refused. No bytes at all are an empty object. Throws
 * `invalid_request` for what is not JSON, `too_large` for what is too deep, `invalid_input` for a member `__proto__`.
 */
export function parseJsonBody(bytes: Buffer, depth: number): unknown {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw new PlatformError('invalid_request', 'Send the body as JSON in UTF-8.');
  if (isDeeperThan(bytes, depth)) {
    throw new PlatformError('too_large', `The body is nested deeper than ${depth} levels; send a flatter one.`);
  }
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (SUSPICIOUS.test(text)) refusePrototypes(value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformError('invalid_request', 'The body is not valid JSON (RFC 8259); send one JSON object.');
  }
}

/** Counts brackets outside strings, so that a hostile nesting never reaches the recursive parser. */
function isDeeperThan(bytes: Buffer, limit: number): boolean {
  if (bytes.length <= limit) return false;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      at = endOfString(bytes, at);
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}

function endOfString(bytes: Buffer, start: number): number {
  let end = bytes.indexOf(QUOTE, start + 1);
  while (end !== -1 && isEscaped(bytes, end)) end = bytes.indexOf(QUOTE, end + 1);
  return end === -1 ? bytes.length : end;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let backslashes = 0;
  while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

function refusePrototypes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) {
    throw new PlatformError('invalid_input', 'Remove the member `__proto__` from the body.');
  }
  for (const member of Object.values(value)) refusePrototypes(member);
}
