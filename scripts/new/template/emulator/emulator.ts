import { randomBytes } from 'node:crypto';
import type { Emulator } from '../../../../src/emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../../src/emulation/faults.ts';
import { openFaultyWire } from '../../../../src/emulation/faulty-wire.ts';
import type { Clock } from '../../../../src/kernel/clock.ts';
import type { WireRequest } from '../../../../src/kernel/wire.ts';
import { HOST } from '../configure.ts';
import { Items } from './items.ts';
import { jsonReply } from './json-reply.ts';

/** How an emulated Sample differs from the one that everybody gets. */
export interface EmulatorOptions {
  readonly clock: Clock;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
}

const TOKEN_BYTES = 24;

/** Opens a Sample made of our own code. */
export function openEmulator({ clock, faults = new FaultSwitch() }: EmulatorOptions): Emulator {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const items = new Items(clock);
  const voice = {
    answer: (request: WireRequest) =>
      request.headers.authorization === `Bearer ${token}`
        ? items.answer(request)
        : jsonReply(401, { error: 'invalid token' }),
    operationOf: () => undefined,
    throttled: () => jsonReply(429, { error: 'rate limit exceeded' }, { 'retry-after': '1' }),
    refused: (status: number) => jsonReply(status, { error: 'the service is not available' }),
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
