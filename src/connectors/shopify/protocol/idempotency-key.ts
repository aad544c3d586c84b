import { createHash } from 'node:crypto';
import type { ToolContext } from '../../../kernel/tool.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Gives the key for `@idempotent(key:)`, the same for every attempt of a call. Shopify takes UUIDs: a key of another form
 * becomes the one that follows from it (RFC 9562, version 8) and from the tool, whose name keeps keys like `1` apart.
 */
export function toIdempotencyKey(tool: string, { idempotencyKey }: ToolContext): string {
  if (idempotencyKey === undefined) throw new TypeError(`${tool} is a write and was called without a key.`);
  if (UUID.test(idempotencyKey)) return idempotencyKey.toLowerCase();
  const bytes = createHash('sha256').update(`${tool}\n${idempotencyKey}`).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
