import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openTestBreaker } from '../../test/support/test-breaker.ts';
import type { Verdict } from './breaker.ts';

function setUp() {
  const clock = createFakeClock();
  const changes: string[] = [];
  const breaker = openTestBreaker(clock, {}, (state, cause) => changes.push(`${state} (${cause})`));
  let sent = 0;
  const attempt = (end: Verdict, slow = false) =>
    breaker.run(
      async () => {
        sent += 1;
        if (end !== 'success') throw new Error(end);
      },
      (error) => (error as Error | undefined)?.message as Verdict,
      () => slow,
    );
  const fail = async (times: number) => {
    for (let n = 0; n < times; n += 1) await attempt('failure').catch(() => undefined);
  };
  return { clock, changes, breaker, attempt, fail, sent: () => sent };
}

describe('Breaker', () => {
  it('opens at the fifth failure in a row and then sends nothing', async () => {
    const { breaker, fail, sent, attempt } = setUp();
    await fail(100);
    expect(sent()).toBe(5);
    expect(breaker.state).toBe('open');
    await expect(attempt('success')).rejects.toMatchObject({ code: 'circuit_open', details: { sent: 'no' } });
  });

  it('says how long it still rests', async () => {
    const { clock, fail, attempt } = setUp();
    await fail(5);
    await clock.advance(20_000);
    await expect(attempt('success')).rejects.toMatchObject({ details: { retryAfterMs: 40_000 } });
  });

  it('counts failures in a row: one success starts the count anew', async () => {
    const { breaker, fail, attempt } = setUp();
    await fail(4);
    await attempt('success');
    await fail(4);
    expect(breaker.state).toBe('closed');
  });

  it('neither counts nor resets on what says nothing about the vendor', async () => {
    const { breaker, fail, attempt } = setUp();
    await fail(4);
    for (let n = 0; n < 1_000; n += 1) await attempt('neither').catch(() => undefined);
    expect(breaker.state).toBe('closed');
    await fail(1);
    expect(breaker.state).toBe('open');
  });

  it('lets exactly one of fifty through after a minute, and closes on its success', async () => {
    const { clock, breaker, fail, attempt, sent, changes } = setUp();
    await fail(5);
    await clock.advance(59_900);
    await expect(attempt('success')).rejects.toMatchObject({ code: 'circuit_open' });
    await clock.advance(200);
    const ends = await Promise.allSettled(Array.from({ length: 50 }, () => attempt('success')));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(sent()).toBe(6);
    expect(breaker.state).toBe('closed');
    expect(changes).toEqual(['open (failures)', 'half-open (rested)', 'closed (probe)']);
  });

  it('rests a whole time again when the probe fails', async () => {
    const { clock, breaker, fail, attempt } = setUp();
    await fail(5);
    await clock.advance(60_000);
    await fail(1);
    await clock.advance(59_000);
    expect(breaker.state).toBe('open');
    await expect(attempt('success')).rejects.toMatchObject({ code: 'circuit_open' });
  });

  it('gives the place of the probe back when the probe says nothing', async () => {
    const { clock, breaker, fail, attempt } = setUp();
    await fail(5);
    await clock.advance(60_000);
    await attempt('neither').catch(() => undefined);
    await attempt('success');
    expect(breaker.state).toBe('closed');
  });

  it('does not close on the late success of an attempt that began before it opened', async () => {
    const { breaker, fail } = setUp();
    let finish = () => {};
    const late = breaker.run(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      () => 'failure',
    );
    await fail(5);
    finish();
    await late;
    expect(breaker.state).toBe('open');
  });

  it('keeps to monotonic time when somebody sets the clock', async () => {
    const { clock, breaker, fail } = setUp();
    await fail(5);
    clock.stepWall(3_600_000);
    expect(breaker.state).toBe('open');
    clock.stepWall(-7_200_000);
    await clock.advance(60_000);
    expect(breaker.state).toBe('half-open');
  });

  it('opens when half of the last twenty attempts were slow, and not before twenty were seen', async () => {
    const { breaker, attempt, changes } = setUp();
    for (let n = 0; n < 19; n += 1) await attempt('success', true);
    expect(breaker.state).toBe('closed');
    await attempt('success', true);
    expect(breaker.state).toBe('open');
    expect(changes).toEqual(['open (slow)']);
  });

  it('forgets the slow attempts before the last twenty', async () => {
    const { breaker, attempt } = setUp();
    for (let n = 0; n < 9; n += 1) await attempt('success', true);
    for (let n = 0; n < 20; n += 1) await attempt('success');
    for (let n = 0; n < 9; n += 1) await attempt('success', true);
    expect(breaker.view()).toMatchObject({ state: 'closed', slow: 9 });
    await attempt('success', true);
    expect(breaker.state).toBe('open');
  });

  it('takes a slow attempt whose caller left for what it is, and a quick one for nothing', async () => {
    const { breaker, attempt } = setUp();
    for (let n = 0; n < 10; n += 1) await attempt('success');
    for (let n = 0; n < 50; n += 1) await attempt('neither').catch(() => undefined);
    for (let n = 0; n < 9; n += 1) await attempt('neither', true).catch(() => undefined);
    expect(breaker.view()).toMatchObject({ state: 'closed', slow: 9 });
    await attempt('neither', true).catch(() => undefined);
    expect(breaker.state).toBe('open');
  });

  it('rests anew when the probe is answered too late', async () => {
    const { clock, breaker, fail, attempt } = setUp();
    await fail(5);
    await clock.advance(60_000);
    await attempt('success', true);
    expect(breaker.view()).toMatchObject({ state: 'open', restsForMs: 60_000 });
  });

  it('stays open by hand until it is closed by hand, and names no time', async () => {
    const { clock, breaker, attempt, changes } = setUp();
    expect([await breaker.hold(), await breaker.hold()]).toMatchObject([{ moved: true }, { moved: false }]);
    await clock.advance(3_600_000);
    const refusal = await attempt('success').catch((error) => error);
    expect([refusal.code, refusal.details]).toEqual(['circuit_open', { sent: 'no' }]);
    expect(breaker.view()).toEqual({ state: 'open', held: true, failuresInARow: 0, slow: 0 });
    expect([await breaker.close(), await breaker.close()]).toMatchObject([{ moved: true }, { moved: false }]);
    await attempt('success');
    expect(changes).toEqual(['open (operator)', 'closed (operator)']);
  });

  it('lets a probe under way neither close nor reopen what a person has moved meanwhile', async () => {
    for (const move of ['hold', 'close'] as const) {
      const { clock, breaker, fail } = setUp();
      await fail(5);
      await clock.advance(60_000);
      const gate = Promise.withResolvers<void>();
      const probe = breaker.run(
        () => gate.promise,
        () => 'failure',
      );
      await breaker[move]();
      const state = breaker.state;
      gate.reject(new Error('late'));
      await probe.catch(() => undefined);
      expect(breaker.state).toBe(state);
    }
  });
});
