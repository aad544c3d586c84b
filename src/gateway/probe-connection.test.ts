import { describe, expect, it } from 'vitest';
import { ACME_SECRET, AcmeVendor, acme, acmeConnection } from '../../test/support/acme.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import type { ConnectionState } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import { WireError } from '../kernel/wire.ts';
import { QuotaStops } from '../limits/quota-stops.ts';
import { createScrubber } from '../privacy/scrubber.ts';
import type { ConnectionRuntime } from './connection-runtime.ts';
import { probeConnection } from './probe-connection.ts';

const TIMEOUT_MS = 1_000;

/** A connection whose probe asks the vendor once. */
function setUp(state?: ConnectionState) {
  const clock = createFakeClock();
  const vendor = new AcmeVendor();
  const connector: Connector = {
    ...acme,
    async probe(upstream) {
      await upstream.get('/rows?limit=1');
      return { summary: `Acme answers, ${ACME_SECRET}.`, warnings: ['A scope is missing.'] };
    },
  };
  const runtime = {
    connection: { ...acmeConnection('default', state), connector },
    wire: vendor.wire,
    scrub: createScrubber([ACME_SECRET]),
    stops: new QuotaStops(clock),
  } as unknown as ConnectionRuntime;
  return { clock, vendor, runtime, probe: () => probeConnection(runtime, clock, TIMEOUT_MS) };
}

describe('a probe', () => {
  it('says what answered and what to look after, without secrets, and leaves no timer', async () => {
    const { clock, vendor, probe } = setUp();
    vendor.behave = () => ({ headers: { warning: 'This version ends soon.' } });

    expect(await probe()).toEqual({
      connection: 'acme/default',
      mode: 'live',
      state: 'ok',
      summary: 'Acme answers, [secret removed].',
      warnings: ['A scope is missing.', 'This version ends soon.'],
      durationMs: 0,
    });
    expect(clock.waiting).toBe(0);
  });

  it('does not ask a vendor that has asked for a pause', async () => {
    const { clock, vendor, runtime, probe } = setUp();
    runtime.stops.stop(undefined, clock.now() + 60_000, 'Acme rests for a minute.');

    expect(await probe()).toMatchObject({ state: 'failed', summary: 'Acme rests for a minute.' });
    expect(vendor.requests).toEqual([]);
  });

  it('says what went wrong, and rejects never', async () => {
    const { clock, vendor, probe } = setUp();
    vendor.behave = () => new WireError('connect', 'no', 'ECONNREFUSED 10.0.0.7');

    expect(await probe()).toMatchObject({ state: 'failed', summary: 'The vendor could not be reached.', warnings: [] });
    expect(clock.waiting).toBe(0);
  });

  it.each(['when the wire listens', 'when it does not'])('says that its time is up: %s', async (which) => {
    const { clock, vendor, runtime, probe } = setUp();
    vendor.behave = () => 'hang';
    if (which === 'when the wire listens') {
      const aborted = new WireError('aborted', 'unknown', 'Aborted.');
      Object.assign(runtime, {
        wire: (...sent: Parameters<typeof vendor.wire>) => vendor.wire(...sent).catch(() => Promise.reject(aborted)),
      });
    } else Object.assign(runtime, { wire: () => new Promise(() => {}) });

    const probing = probe();
    await clock.advance(TIMEOUT_MS);

    expect(await probing).toMatchObject({
      state: 'failed',
      summary: 'The vendor did not answer the probe in time.',
      durationMs: TIMEOUT_MS,
    });
    expect(clock.waiting).toBe(0);
  });

  it('does not ask for a connection that is off', async () => {
    const { vendor, probe } = setUp({ on: false, because: 'Acme is off: set ACME_TOKEN.' });

    expect(await probe()).toEqual({
      connection: 'acme/default',
      mode: 'off',
      state: 'off',
      summary: 'Acme is off: set ACME_TOKEN.',
      warnings: [],
    });
    expect(vendor.requests).toHaveLength(0);
  });
});
