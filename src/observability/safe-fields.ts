import type { LogFields } from '../kernel/log.ts';

const SECRET_NAME = /authorization|api[-_]?key|token|secret|password|passphrase|cookie|credential|private[-_]?key/i;
/** Shapes that are secrets wherever they stand: our keys, bearer headers, Shopify's tokens. */
const SECRET_TEXT = /mcpk_[\w-]{6,}|Bearer\s+[\w.~+/=-]{6,}|shp(?:at|ca|pa|ss|rt)_[0-9a-f]{6,}/gi;
/**
 * What JSON leaves as it is and a terminal, an editor or a reader stumbles over: C1 controls, line separators, marks that
 * turn the direction, halves of characters.
 */
const UNSAFE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

const REDACTED = '[redacted]';
const DEPTH_MAX = 6;
const ITEMS_MAX = 50;
const TEXT_MAX = 8_192;

/**
 * Copies fields into what may be written to a log: text under a secret's name and text of a secret's shape is redacted at
 * any depth, errors become their type, message, stack and cause, and size is bounded everywhere.
 */
export function toSafeFields(fields: LogFields): Record<string, unknown> {
  return safeObject(fields, 0);
}

/** Makes text fit for one line of a log that people read in terminals: no secret of a known shape, nothing that acts on the terminal. */
export function toSafeText(text: string): string {
  const bounded = text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
  return bounded.replace(SECRET_TEXT, REDACTED).replace(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Whether text has anything of a secret's shape. */
export function looksSecret(text: string): boolean {
  return text.search(SECRET_TEXT) !== -1;
}

function safeObject(members: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members).slice(0, ITEMS_MAX)) {
    const hidden = SECRET_NAME.test(name) && (typeof value === 'string' || ArrayBuffer.isView(value));
    safe[toSafeText(name)] = hidden ? REDACTED : safeValue(value, depth + 1);
  }
  return safe;
}

function safeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return toSafeText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth >= DEPTH_MAX) return '[deeper]';
  if (value instanceof Error) return safeError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => safeValue(item, depth + 1));
  return safeObject(value as Record<string, unknown>, depth);
}

function safeError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    code: typeof code === 'string' ? code : undefined,
    message: toSafeText(error.message),
    stack: error.stack === undefined ? undefined : toSafeText(error.stack),
    cause: error.cause === undefined ? undefined : safeValue(error.cause, depth + 1),
  };
}
