import type { WireReply } from '../../../../src/kernel/wire.ts';

/** Writes a reply as Sample does. */
export function jsonReply(status: number, body: object, headers: Readonly<Record<string, string>> = {}): WireReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
