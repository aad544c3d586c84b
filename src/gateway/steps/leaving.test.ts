import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { CallRequest } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { WireError } from '../../kernel/wire.ts';

const LEFT = new PlatformError('cancelled', 'The caller left.');
const UNREACHED = new WireError('connect', 'no', 'Nobody is there.');
/** The vendor's quota before anything was taken. */
const FULL = { available: 100, maximum: 100, restorePerSecond: 10 };

/** A platform, and a write of its operator under the key `k`, which gives its answer or its error. */
async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ retry: { retries: 1, baseMs: 500, capMs: 30_000 }, ...options });
  const operator = platform.principal('operator');
  const write = (more: Partial<CallRequest> = {}) => {
    const input = { id: '1', name: 'One' };
    return platform.gateway
      .call(platform.request(operator, 'acme_rename_row', input, { idempotencyKey: 'k', ...more }))
      .then(
        ({ facts }) => ({ code: 'ok', sent: undefined, replayed: facts.replayed }),
        ({ code, details }: PlatformError) => ({ code, sent: details.sent, replayed: false }),
      );
  };
  return Object.assign(platform, { write });
}

type Platform = Awaited<ReturnType<typeof setUp>>;

describe('a write whose caller leaves', () => {
  it.each([
    ['a place', async ({ runtime }: Platform) => runtime.bulkhead.enter(undefined, 0)],
    ['the quota', async ({ parts, runtime }: Platform) => void parts.quotas.take(runtime.connection.id, 99.5, FULL)],
  ])('while it waits for %s is not sent: the wait ends at once, and its key is free', async (_, use) => {
    await using platform = await setUp({ places: 1 });
    const caller = new AbortController();
    await use(platform);

    const leaving = platform.write({ signal: () => caller.signal });
    await platform.clock.advance(1);
    caller.abort(LEFT);

    expect(await leaving).toMatchObject({ code: 'cancelled', sent: 'no' });
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    expect([platform.runtime.bulkhead.waiting, await platform.timersLeft()]).toEqual([0, 0]);
    if (platform.runtime.bulkhead.taken > 0) platform.runtime.bulkhead.leave();
    await platform.clock.advance(10_000);
    expect(platform.vendor.requests).toHaveLength(0);
    expect(await platform.write()).toMatchObject({ code: 'ok', replayed: false });
  });

  it('between two attempts is sent again, and its answer is there for who asks with its key', async () => {
    await using platform = await setUp();
    const caller = new AbortController();
    platform.vendor.behave = (_request, n) => (n === 0 ? UNREACHED : {});

    const left = platform.write({ signal: () => caller.signal });
    await platform.clock.advance(1);
    caller.abort(LEFT);
    await platform.clock.advance(1_000);
    await left;

    expect(await platform.write()).toMatchObject({ code: 'ok', replayed: true });
    expect(platform.vendor.requests).toHaveLength(2);
  });
});
