import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { MemoryLeases } from '../storage/memory/memory-leases.ts';
import { FetchTurns } from './fetch-turns.ts';

const WAIT_MS = 2_000;

function openTurns() {
  const clock = createFakeClock();
  const leases = new MemoryLeases(clock);
  const state = { up: true, missed() {} };
  const turnsOf = () => new FetchTurns(leases, clock, state);
  return { clock, leases, state, one: turnsOf(), other: turnsOf() };
}

describe('a turn to fetch', () => {
  it('is had at once where nobody else has it, and soon after it has ended', async () => {
    const { clock, one, other } = openTurns();
    const first = await one.take('a');
    const waiting = other.take('a');
    await clock.advance(100);

    await first.end();
    await clock.advance(160);

    expect([first.waited, (await waiting).waited, clock.waiting]).toEqual([false, true, 0]);
  });

  it('is had after a moment, whoever has it yet, and its end takes it from nobody', async () => {
    const { clock, leases, one, other } = openTurns();
    await one.take('a');
    const waiting = other.take('a');

    await clock.advance(WAIT_MS);
    await (await waiting).end();

    expect(await leases.take('a', 1)).toBeUndefined();
  });

  it('is not waited for by who leaves: the reason is the signal’s, and no timer is left', async () => {
    const { clock, one, other } = openTurns();
    await one.take('a');
    const leaver = new AbortController();
    const waiting = other.take('a', leaver.signal).catch((error) => error);
    await clock.advance(30);

    leaver.abort('left');

    expect([await waiting, clock.waiting]).toEqual(['left', 0]);
  });

  it('is not waited for where nobody can be asked', async () => {
    const { clock, state, one, other } = openTurns();
    await one.take('a');
    const waiting = other.take('a');
    state.up = false;

    expect((await other.take('a')).waited).toBe(false);
    await clock.advance(10);
    expect((await waiting).waited).toBe(true);
  });
});
