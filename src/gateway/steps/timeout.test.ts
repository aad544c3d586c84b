import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import type { Call, Next } from '../../kernel/call.ts';
import type { Effect } from '../../kernel/effect.ts';
import { Outcome } from '../../kernel/outcome.ts';
import { timeout } from './timeout.ts';

const ATTEMPT_MS = 1_000;
const OUTCOME = new Outcome({}, 0);

/** What the step looks at of a call. */
interface Given {
  readonly deadlineMs?: number;
  readonly effect?: Effect;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function setUp({ deadlineMs = 60_000, effect = 'read', timeoutMs, signal }: Given = {}) {
  const clock = createFakeClock();
  const call = {
    tool: { effect, timeoutMs },
    deadlineAt: clock.monotonicMs() + deadlineMs,
    request: { signal: signal && (() => signal) },
    facts: { attempts: 0, replayed: false },
    attemptSignal: undefined,
  } as unknown as Call;
  const step = timeout(clock, ATTEMPT_MS);
  const run = (next: Next) =>
    Promise.resolve()
      .then(() => step(call, next))
      .then(
        () => 'ok',
        ({ code, details }) => ({ code, sent: details.sent }),
      );
  return { clock, call, run };
}

const hang: Next = () => new Promise(() => {});

describe('an attempt', () => {
  it('hands its outcome on and leaves no timer and no listener', async () => {
    const caller = new AbortController();
    const { clock, call, run } = setUp({ signal: caller.signal });

    expect(await run(async () => OUTCOME)).toBe('ok');

    expect(call.facts.attempts).toBe(1);
    expect(call.attemptSignal?.aborted).toBe(false);
    expect([clock.waiting, getEventListeners(caller.signal, 'abort').length]).toEqual([0, 0]);
  });

  it('hands its error on and leaves no timer and no listener', async () => {
    const caller = new AbortController();
    const { clock, run } = setUp({ signal: caller.signal });
    const failing: Next = async () => {
      throw Object.assign(new Error('no'), { code: 'upstream_failed', details: {} });
    };

    expect(await run(failing)).toMatchObject({ code: 'upstream_failed' });

    expect([clock.waiting, getEventListeners(caller.signal, 'abort').length]).toEqual([0, 0]);
  });

  it('ends when its time is up, whether or not it listens', async () => {
    const { clock, call, run } = setUp();

    const ended = run(hang);
    await clock.advance(ATTEMPT_MS - 1);
    expect(call.attemptSignal?.aborted).toBe(false);
    await clock.advance(1);

    expect(await ended).toEqual({ code: 'upstream_timeout', sent: 'unknown' });
    expect(call.attemptSignal?.aborted).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('has the time of its tool where the tool says one', async () => {
    const { clock, run } = setUp({ timeoutMs: 50 });

    const ended = run(hang);
    await clock.advance(50);

    expect(await ended).toMatchObject({ code: 'upstream_timeout' });
  });

  it('ends with the time of the caller when that is shorter', async () => {
    const { clock, run } = setUp({ deadlineMs: 300 });

    const ended = run(hang);
    await clock.advance(300);

    expect(await ended).toEqual({ code: 'deadline_exceeded', sent: 'unknown' });
    expect(clock.monotonicMs()).toBe(300);
  });

  it.each([0, -1])('is not made when the caller has %i ms left', async (deadlineMs) => {
    const { call, run } = setUp({ deadlineMs });
    let made = false;

    const ended = run(async () => {
      made = true;
      return OUTCOME;
    });

    expect(await ended).toEqual({ code: 'deadline_exceeded', sent: 'no' });
    expect([made, call.facts.attempts]).toEqual([false, 0]);
  });

  it('ends when the caller leaves, and leaves no timer and no listener', async () => {
    const caller = new AbortController();
    const { clock, call, run } = setUp({ signal: caller.signal });

    const ended = run(hang);
    await clock.advance(10);
    caller.abort();

    expect(await ended).toEqual({ code: 'cancelled', sent: 'unknown' });
    expect(call.attemptSignal?.aborted).toBe(true);
    expect([clock.waiting, getEventListeners(caller.signal, 'abort').length]).toEqual([0, 0]);
  });

  it('of a write goes on when the caller leaves', async () => {
    const caller = new AbortController();
    const { clock, call, run } = setUp({ effect: 'write', signal: caller.signal });

    const ended = run(() => clock.sleep(100).then(() => OUTCOME));
    await clock.advance(10);
    caller.abort();
    await clock.advance(100);

    expect([await ended, call.attemptSignal?.aborted]).toEqual(['ok', false]);
  });

  it('is not made for a caller who has left', async () => {
    const { call, run } = setUp({ signal: AbortSignal.abort() });

    expect(await run(hang)).toMatchObject({ code: 'cancelled', sent: 'no' });
    expect(call.facts.attempts).toBe(0);
  });
});
