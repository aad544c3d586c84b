import { getEventListeners } from 'node:events';
import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import type { Call } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { Outcome } from '../../kernel/outcome.ts';
import { Flight } from './flight.ts';

const FETCH_MS = 60_000;
const OUTCOME = new Outcome({}, 0);
const LEFT = new PlatformError('cancelled', 'The caller left.');

/** A caller who can leave, and whose signal tells how many listen to it. */
function createCaller(clock: { monotonicMs(): number }, deadlineMs = 30_000) {
  const controller = new AbortController();
  const call = {
    request: { signal: () => controller.signal },
    deadlineAt: clock.monotonicMs() + deadlineMs,
    facts: { attempts: 0, replayed: false },
  } as unknown as Call;
  return {
    call,
    leave: () => controller.abort(LEFT),
    listeners: () => getEventListeners(controller.signal, 'abort').length,
  };
}

/** A fetch that lands when it is told to, begun by a first caller. */
function takeOff(deadlineMs?: number) {
  const clock = createFakeClock();
  const fetch = Promise.withResolvers<Outcome>();
  const first = createCaller(clock, deadlineMs);
  const seen: Call[] = [];
  const next = (call: Call) => {
    seen.push(call);
    return fetch.promise;
  };
  const flight = new Flight(first.call, next, clock, FETCH_MS, { landed() {}, failed() {} });
  return { clock, fetch, first, flight, fetched: seen[0] as Call };
}

describe('a flight', () => {
  it('gives everybody who waits the one outcome, and leaves no timer and no listener', async () => {
    const { clock, fetch, first, flight } = takeOff();
    const callers = [first, ...Array.from({ length: 499 }, () => createCaller(clock))];

    const outcomes = Promise.all(callers.map(({ call }) => flight.join(call)));
    fetch.resolve(OUTCOME);

    expect(new Set(await outcomes)).toEqual(new Set([OUTCOME]));
    expect(callers.map(({ listeners }) => listeners())).toEqual(Array(500).fill(0));
    expect(clock.waiting).toBe(0);
  });

  it('gives everybody who waits its error, and leaves no timer and no listener', async () => {
    const { clock, fetch, first, flight } = takeOff();
    const second = createCaller(clock);

    const ends = Promise.allSettled([flight.join(first.call), flight.join(second.call)]);
    fetch.reject(new PlatformError('upstream_failed', 'It failed.'));

    expect((await ends).map((end) => end.status === 'rejected' && end.reason.code)).toEqual(
      Array(2).fill('upstream_failed'),
    );
    expect([first.listeners(), second.listeners(), clock.waiting]).toEqual([0, 0, 0]);
  });

  it('outlives the caller who began it', async () => {
    const { clock, fetch, first, flight, fetched } = takeOff();
    const second = createCaller(clock);

    const begun = flight.join(first.call).catch((error) => error);
    const joined = flight.join(second.call);
    first.leave();
    expect(await begun).toBe(LEFT);
    expect(fetched.request.signal?.().aborted).toBe(false);
    fetch.resolve(OUTCOME);

    expect(await joined).toBe(OUTCOME);
  });

  it('is aborted when the last caller has left, and leaves no timer and no listener', async () => {
    const { clock, first, flight, fetched } = takeOff();
    const second = createCaller(clock);

    const ends = Promise.allSettled([flight.join(first.call), flight.join(second.call)]);
    first.leave();
    expect([fetched.request.signal?.().aborted, flight.open]).toEqual([false, true]);
    second.leave();
    await ends;

    expect([fetched.request.signal?.().aborted, flight.open]).toEqual([true, false]);
    expect([first.listeners(), second.listeners(), clock.waiting]).toEqual([0, 0, 0]);
  });

  it('is over for who comes when everybody has left, or when it has landed', async () => {
    const [left, landed] = [takeOff(), takeOff()];
    const ended = left.flight.join(left.first.call).catch(() => undefined);
    left.first.leave();
    await ended;
    landed.fetch.resolve(OUTCOME);
    await landed.flight.join(landed.first.call);

    left.fetch.reject(LEFT);
    await settle();

    for (const { flight, clock } of [left, landed]) {
      await expect(flight.join(createCaller(clock).call)).rejects.toMatchObject({ code: 'cancelled' });
      expect(clock.waiting).toBe(0);
    }
  });

  it('lets a caller go whose time is over, and waits on for the others', async () => {
    const { clock, fetch, first, flight, fetched } = takeOff();
    const hasty = createCaller(clock, 100);

    const patient = flight.join(first.call);
    const late = flight.join(hasty.call).catch((error) => error);
    await clock.advance(100);

    expect(await late).toMatchObject({ code: 'deadline_exceeded' });
    expect(hasty.listeners()).toBe(0);
    expect(fetched.request.signal?.().aborted).toBe(false);
    fetch.resolve(OUTCOME);
    expect(await patient).toBe(OUTCOME);
    expect(clock.waiting).toBe(0);
  });

  it('has its own deadline, whatever time its first caller gave', () => {
    const { fetched } = takeOff(100);
    expect(fetched.deadlineAt).toBe(FETCH_MS);
  });

  it('does not keep a caller who had left before', async () => {
    const { first, flight } = takeOff();
    first.leave();

    expect(await flight.join(first.call).catch((error) => error)).toBe(LEFT);
    expect([first.listeners(), flight.open]).toEqual([0, false]);
  });

  it('is not aborted by callers who leave after it has landed', async () => {
    const { fetch, first, flight, fetched } = takeOff();
    const joined = flight.join(first.call);
    fetch.resolve(OUTCOME);
    await joined;
    await settle();

    first.leave();

    expect(fetched.request.signal?.().aborted).toBe(false);
  });
});
