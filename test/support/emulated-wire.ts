import { type Wire, WireError, type WireReply, type WireRequest } from '../../src/kernel/wire.ts';
import { type Outbound, type OutboundOptions, openOutbound } from '../../src/outbound/client.ts';
import type { LoopbackServer } from './tls-server.ts';

/** The host that tests write in URLs. */
export const VENDOR_HOST = 'acme.example.com';

/** Opens a client whose one wire reaches `server` in the place of `VENDOR_HOST`. */
export function openEmulatedWire(
  server: Pick<LoopbackServer, 'origin'>,
  ca: string,
  options: Partial<OutboundOptions> = {},
): AsyncDisposable & { readonly wire: Wire; readonly outbound: Outbound } {
  const outbound = openOutbound({ userAgent: 'test/1', ...options });
  const wire = outbound.wireFor({ hosts: [VENDOR_HOST], emulator: { origin: server.origin, ca } });
  return { wire, outbound, [Symbol.asyncDispose]: () => outbound[Symbol.asyncDispose]() };
}

export function get(path = '/', headers: Record<string, string> = {}): WireRequest {
  return { method: 'GET', url: `https://${VENDOR_HOST}${path}`, headers };
}

export function post(body: string, path = '/'): WireRequest {
  return {
    method: 'POST',
    url: `https://${VENDOR_HOST}${path}`,
    headers: { 'content-type': 'application/json' },
    body,
  };
}

/** The outcome of an exchange in a few words: `200`, or `reset, sent: unknown`. */
export async function outcomeOf(exchange: Promise<WireReply>): Promise<string> {
  try {
    return String((await exchange).status);
  } catch (error) {
    if (error instanceof WireError) return `${error.fault}, sent: ${error.sent}`;
    throw error;
  }
}
