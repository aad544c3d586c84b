import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../../test/support/acme.ts';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { CallRequest } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { WireError } from '../../kernel/wire.ts';

const READ = 'acme_get_row';
const ROW = { id: '1' };
const RENAME = { id: '1', name: 'One' };
const THROTTLED = { status: 429, headers: { 'retry-after': '7' } };
const BROKEN = new WireError('reset', 'unknown', 'It broke.');
const UNREACHED = new WireError('connect', 'no', 'Nobody is there.');

/** A platform whose vendor remembers when it was asked. */
async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway(options);
  const startedAt = platform.clock.monotonicMs();
  const askedAt: number[] = [];
  const { wire } = platform.vendor;
  Object.assign(platform.runtime, {
    wire: (...sent: Parameters<typeof wire>) => {
      askedAt.push(platform.clock.monotonicMs() - startedAt);
      return wire(...sent);
    },
  });
  const call = (tool: string, input: unknown, more: Partial<CallRequest> = {}) =>
    platform.gateway.call(platform.request(platform.principal('operator'), tool, input, more)).then(
      ({ facts }) => ({ code: 'ok', attempts: facts.attempts, details: {} }),
      (error: PlatformError) => ({ code: error.code, attempts: undefined, details: error.details }),
    );
  return Object.assign(platform, { askedAt, call });
}

describe('another attempt', () => {
  it('follows a passing error after a jittered wait that doubles', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n < 3 ? { status: 503 } : {});

    const read = platform.call(READ, ROW);
    await platform.clock.advance(10_000);

    expect(await read).toMatchObject({ code: 'ok', attempts: 4 });
    expect(platform.askedAt).toEqual([0, 250, 750, 1_750]);
    expect(await platform.timersLeft()).toBe(0);
  });

  it('is not sent beyond the number of retries', async () => {
    await using platform = await setUp({ retry: { retries: 2, baseMs: 10, capMs: 10 } });
    platform.vendor.behave = () => ({ status: 503 });

    const read = platform.call(READ, ROW);
    await platform.clock.advance(1_000);

    expect(await read).toMatchObject({ code: 'upstream_failed' });
    expect(platform.askedAt).toHaveLength(3);
  });

  it('is not sent beyond the number that the connector bears', async () => {
    const connector = { ...acme, retries: 1 };
    await using platform = await setUp({ connectors: [connector], connections: [{ ...acmeConnection(), connector }] });
    platform.vendor.behave = () => ({ status: 503 });

    const read = platform.call(READ, ROW);
    await platform.clock.advance(10_000);

    expect(await read).toMatchObject({ code: 'upstream_failed' });
    expect(platform.askedAt).toHaveLength(2);
  });

  it('waits for as long as the vendor asks, never less', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n === 0 ? THROTTLED : {});

    const read = platform.call(READ, ROW);
    await platform.clock.advance(7_000);
    const before = platform.askedAt.length;
    await platform.clock.advance(700);

    expect(before).toBe(1);
    expect(await read).toMatchObject({ code: 'ok' });
    expect(platform.askedAt[1]).toBeGreaterThanOrEqual(7_000);
  });

  it('is not waited for when it would come after the deadline of the caller', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => THROTTLED;

    const refused = await platform.call(READ, ROW, { deadlineMs: 7_000 });

    expect(refused).toMatchObject({ code: 'upstream_throttled', details: { retryAfterMs: 7_000 } });
    expect(platform.clock.monotonicMs()).toBe(0);
    expect(await platform.timersLeft()).toBe(0);
  });

  it.each([
    ['a refusal', READ, ROW, { status: 422 }],
    ['what is not there', READ, ROW, { status: 404 }],
    ['a write that may have been done', 'acme_rename_row', RENAME, BROKEN],
    ['a write that the vendor failed', 'acme_rename_row', RENAME, { status: 503 }],
  ])('is not sent after %s', async (_, tool, input, behaviour) => {
    await using platform = await setUp();
    platform.vendor.behave = () => behaviour;

    const ended = platform.call(tool, input);
    await platform.clock.advance(60_000);

    expect((await ended).code).not.toBe('ok');
    expect(platform.askedAt).toHaveLength(1);
  });

  it.each([
    ['a write that was not sent', 'acme_rename_row', UNREACHED],
    ['a write that was throttled', 'acme_rename_row', THROTTLED],
    ['a repeatable write that may have been done', 'acme_set_row', BROKEN],
  ])('is sent after %s', async (_, tool, behaviour) => {
    await using platform = await setUp();
    platform.vendor.behave = (_request, n) => (n === 0 ? behaviour : {});

    const ended = platform.call(tool, RENAME);
    await platform.clock.advance(60_000);

    expect(await ended).toMatchObject({ code: 'ok', attempts: 2 });
  });

  it('is left out when retries of the connection have used up their budget', async () => {
    await using platform = await setUp({ retry: { retries: 3, baseMs: 10, capMs: 10 } });
    platform.vendor.behave = () => ({ status: 429, headers: { 'retry-after': '0' } });

    const attempts: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const before = platform.askedAt.length;
      const ended = platform.call(READ, { id: `${n}` });
      await platform.clock.advance(1_000);
      await ended;
      attempts.push(platform.askedAt.length - before);
    }

    expect(attempts).toEqual([4, 4, 4, 2, 1, 1]);
  });

  it('is not sent for a caller who leaves while it waits, and nothing is left behind', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => THROTTLED;
    const caller = new AbortController();

    const ended = platform.call(READ, ROW, { signal: () => caller.signal });
    await platform.clock.advance(1_000);
    caller.abort(new PlatformError('cancelled', 'The caller left.'));

    expect(await ended).toMatchObject({ code: 'upstream_throttled' });
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    expect(await platform.timersLeft()).toBe(0);
    await platform.clock.advance(60_000);
    expect(platform.askedAt).toHaveLength(1);
  });

  it('says that the fate is unknown when an earlier attempt of a write was of unknown fate', async () => {
    await using platform = await setUp({ retry: { retries: 1, baseMs: 10, capMs: 10 } });
    platform.vendor.behave = (_, n) => (n === 0 ? BROKEN : UNREACHED);

    const ended = platform.call('acme_set_row', RENAME);
    await platform.clock.advance(1_000);

    expect(await ended).toMatchObject({ code: 'outcome_unknown', details: { sent: 'unknown' } });
  });
});
