import { setImmediate as settle } from 'node:timers/promises';
import type { RoleName } from '../../src/access/roles.ts';
import { analytics } from '../../src/connectors/analytics/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/analytics/emulator/emulator.ts';
import { FaultSwitch, parseFaults } from '../../src/emulation/faults.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { PlatformError } from '../../src/kernel/errors.ts';
import type { Wire } from '../../src/kernel/wire.ts';
import { signInAtGoogle } from './google-sign-in.ts';
import { openTestGateway } from './test-gateway.ts';

const STEPS = 12;
const TURNS = 25;

/** The real gateway in front of an emulated Analytics, on a clock that stands still. */
export async function openAnalyticsGateway(options: Partial<EmulatorOptions> = {}) {
  const faults = new FaultSwitch();
  const connection = { id: 'analytics/default', name: 'default', connector: analytics, credentialVersion: 1 };
  const target = analytics.configure({
    value: (name) => ({ GA4_CLIENT_ID: 'id', GA4_PROPERTY_ID: '412345678' })[name],
    has: () => true,
  });
  if (!('target' in target)) throw new Error(`Missing: ${target.missing.join(', ')}`);
  const connections: Connection[] = [{ ...connection, state: { on: true, mode: 'mock', target: target.target } }];
  const platform = await openTestGateway({ connectors: [analytics], connections });
  const { clock } = platform;
  const emulator = openEmulator({ ...options, clock, faults });
  const signed = signInAtGoogle(emulator.wire, emulator.credentials, 'GA4_', clock);
  await signed();
  const seen: string[] = [];
  const wire: Wire = async (request, signal) => {
    const { pathname } = new URL(request.url);
    seen.push(/:(\w+)$/.exec(pathname)?.[1] ?? `${request.method} ${pathname.split('/').at(-1)}`);
    return emulator.wire({ ...request, headers: { ...request.headers, authorization: await signed() } }, signal);
  };
  // The emulator runs on the gateway's clock, so it is opened behind it.
  Object.assign(platform.runtime, { wire });
  const settled = async () => {
    for (let turn = 0; turn < TURNS; turn += 1) await settle();
  };
  return Object.assign(platform, {
    fault: (rules: string) => faults.add(parseFaults(rules)),
    /** Every request, refused ones included. */
    requests: () => seen.length,
    reports: () => seen.filter((name) => name === 'runReport').length,
    paths: () => seen,
    settled,
    /** Lets time pass in steps, and what wakes in each do its work. */
    async pass(ms: number) {
      for (let step = 0; step < STEPS; step += 1) {
        await settled();
        await clock.advance(ms / STEPS);
      }
      await settled();
    },
    call(tool: string, input: Record<string, unknown>, role: RoleName = 'admin') {
      const { idempotencyKey, ...rest } = input;
      const more = idempotencyKey === undefined ? {} : { idempotencyKey: String(idempotencyKey) };
      return platform.gateway.call(platform.request(platform.principal(role), tool, rest, more)).then(
        (answer) => ({ code: 'ok', output: JSON.parse(answer.rendered.json) }),
        ({ code, message, details }: PlatformError) => ({ code, message, ...details }),
      );
    },
  });
}
