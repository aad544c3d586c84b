import { describe, expect, it } from 'vitest';
import { PlatformError } from '../kernel/errors.ts';
import { mayRepeat, RetryBudget, waitBefore } from './backoff.ts';

const options = { retries: 3, baseMs: 500, capMs: 30_000 };
const failed = (details = {}) => new PlatformError('upstream_failed', 'x', details);

describe('backoff', () => {
  it('spreads waits evenly over the whole range, which doubles up to the cap', () => {
    const longest = (retry: number) => waitBefore(retry, failed(), options, () => 0.999999);
    expect([0, 1, 2, 10].map(longest).map(Math.round)).toEqual([500, 1000, 2000, 30_000]);
    expect(waitBefore(3, failed(), options, () => 0)).toBe(0);
  });

  it('never comes back before the time that the vendor named', () => {
    const waits = [0, 0.5, 0.99].map((r) => waitBefore(0, failed({ retryAfterMs: 20_000 }), options, () => r));
    expect(Math.min(...waits)).toBe(20_000);
    expect(Math.max(...waits)).toBeLessThan(22_000);
  });

  it('never comes back where the vendor asks for more than the cap, to the millisecond', () => {
    const waits = [30_000, 30_001].map((retryAfterMs) => waitBefore(0, failed({ retryAfterMs }), options, () => 0));
    expect(waits).toEqual([30_000, Number.POSITIVE_INFINITY]);
  });

  it('repeats a read after a passing error and nothing after a lasting one', () => {
    expect(mayRepeat(failed({ sent: 'unknown' }), true)).toBe(true);
    expect(mayRepeat(new PlatformError('upstream_rejected', 'x'), true)).toBe(false);
    expect(mayRepeat(new PlatformError('circuit_open', 'x', { sent: 'no' }), true)).toBe(false);
  });

  it('repeats a write only when nothing of it was executed', () => {
    expect(mayRepeat(failed({ sent: 'unknown' }), false)).toBe(false);
    expect(mayRepeat(failed(), false)).toBe(false);
    expect(mayRepeat(failed({ sent: 'no' }), false)).toBe(true);
  });

  it('keeps retries to a tenth of the calls once the savings are spent', () => {
    const budget = new RetryBudget();
    let retries = 0;
    for (let call = 0; call < 1_000; call += 1) {
      budget.earn();
      while (budget.spend()) retries += 1;
    }
    expect(retries).toBeGreaterThan(100);
    expect(retries).toBeLessThanOrEqual(111);
  });
});
