import { randomBytes } from 'node:crypto';
import type { Emulator } from '../../../../src/emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../../src/emulation/faults.ts';
import { openFaultyWire } from '../../../../src/emulation/faulty-wire.ts';
import type { Clock } from '../../../../src/kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../../src/kernel/wire.ts';
import { HOST } from '../configure.ts';

/** How an emulated Sample differs from the one that everybody gets. */
export interface EmulatorOptions {
  readonly clock: Clock;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
}

const ITEMS = ['Earl Grey', 'Lapsang Souchong', 'Sencha'].map((name, at) => ({ id: `item-${at + 1}`, name }));
const TOKEN_BYTES = 24;

/** Opens a Sample made of our own code. */
export function openEmulator({ clock, faults = new FaultSwitch() }: EmulatorOptions): Emulator {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const voice = {
    answer: (request: WireRequest) => answer(request, token),
    operationOf: () => undefined,
    throttled: () => json(429, { error: 'rate limit exceeded' }, { 'retry-after': '1' }),
    refused: (status: number) => json(status, { error: 'the service is not available' }),
  };
  const wire = openFaultyWire(voice, faults, clock);
  let requests = 0;
  return {
    wire(request, signal) {
      requests += 1;
      return wire(request, signal);
    },
    origin: `https://${HOST}`,
    credentials: { SAMPLE_API_TOKEN: token },
    get requests() {
      return requests;
    },
  };
}

function answer({ method, url, headers }: WireRequest, token: string): WireReply {
  if (headers.authorization !== `Bearer ${token}`) return json(401, { error: 'invalid token' });
  const { pathname, searchParams } = new URL(url);
  if (pathname !== '/v1/items') return json(404, { error: 'no such resource' });
  if (method !== 'GET') return json(405, { error: 'method not allowed' });
  const limit = searchParams.get('limit') ?? '';
  if (!/^[1-9]\d?$|^100$/.test(limit)) return json(400, { error: 'limit is a number from 1 to 100' });
  return json(200, { items: ITEMS.slice(0, Number(limit)) });
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): WireReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
