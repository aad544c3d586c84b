import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { Refusals } from './refusals.ts';

const NONE = new PlatformError('not_found', 'None.');

function setUp(ttlMs = 1_000, entriesMax = 2) {
  const clock = createFakeClock();
  return { clock, refusals: new Refusals(clock, { ttlMs, entriesMax }) };
}

describe('Refusals', () => {
  it('gives one again until its time is over', async () => {
    const { clock, refusals } = setUp();
    refusals.set('a', NONE);
    await clock.advance(999);
    expect(refusals.get('a')).toBe(NONE);
    await clock.advance(1);
    expect(refusals.get('a')).toBeUndefined();
  });

  it('keeps so many, and the oldest goes first', () => {
    const { refusals } = setUp();
    for (const key of ['a', 'b', 'a', 'c']) refusals.set(key, NONE);
    expect(['a', 'b', 'c'].filter((key) => refusals.get(key))).toEqual(['a', 'c']);
  });

  it('keeps none where the time is 0', () => {
    const { refusals } = setUp(0);
    refusals.set('a', NONE);
    expect(refusals.get('a')).toBeUndefined();
  });
});
