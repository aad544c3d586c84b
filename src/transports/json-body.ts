import { isUtf8 } from 'node:buffer';
import { PlatformError } from '../kernel/errors.ts';

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
  const text = bytes.toString('utf8');
  if (isDeeperThan(text, depth)) {
    throw new PlatformError('too_large', `The body is nested deeper than ${depth} levels; send a flatter one.`);
  }
  const value = parse(text);
  // Written out, or with any of its letters escaped. Looking costs one pass; walking the value is for the suspicious few.
  if (text.includes('__proto__') || text.includes('\\u00')) refusePrototypes(value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformError('invalid_request', 'The body is not valid JSON (RFC 8259); send one JSON object.');
  }
}

/** Follows brackets outside strings, so that a hostile nesting never reaches the recursive parser. Most texts do not have enough brackets to be followed. */
function isDeeperThan(text: string, limit: number): boolean {
  if (!hasMoreOpenings(text, limit)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      at = endOfString(text, at);
    } else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > limit) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return false;
}

function hasMoreOpenings(text: string, limit: number): boolean {
  let openings = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++openings > limit) return true;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

function refusePrototypes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) {
    throw new PlatformError('invalid_input', 'Remove the member `__proto__` from the body.');
  }
  for (const member of Object.values(value)) refusePrototypes(member);
}
