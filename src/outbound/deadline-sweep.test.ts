import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeadlineSweep } from './deadline-sweep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function member(): { expired: number; expire(): void } {
  return {
    expired: 0,
    expire() {
      this.expired += 1;
    },
  };
}

it('a member is cut after its limit, within an eighth of it, and once', () => {
  using sweep = new DeadlineSweep(800);
  vi.advanceTimersByTime(50);
  const late = member();
  sweep.add(late);

  vi.advanceTimersByTime(799);
  expect(late.expired).toBe(0);
  vi.advanceTimersByTime(101);
  expect(late.expired).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect(late.expired).toBe(1);
  expect(sweep.size).toBe(0);
});

it('a member that left in time is not cut', () => {
  using sweep = new DeadlineSweep(800);
  const quick = member();
  const slow = member();
  sweep.add(quick);
  sweep.add(slow);
  sweep.delete(quick);

  vi.advanceTimersByTime(900);

  expect([quick.expired, slow.expired]).toEqual([0, 1]);
});

it('a later member does not go with an earlier one', () => {
  using sweep = new DeadlineSweep(800);
  const early = member();
  const late = member();
  sweep.add(early);
  vi.advanceTimersByTime(400);
  sweep.add(late);

  vi.advanceTimersByTime(500);

  expect([early.expired, late.expired]).toEqual([1, 0]);
});
