import { describe, expect, it } from 'vitest';
import { uuidv7 } from './ids.ts';

describe('uuidv7', () => {
  it('has version, variant and the milliseconds of its instant', () => {
    const id = uuidv7(0x0123_4567_89ab);
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('never repeats, across refills of its randomness', () => {
    const ids = new Set(Array.from({ length: 5_000 }, () => uuidv7(1)));
    expect(ids.size).toBe(5_000);
  });

  it('sorts by time', () => {
    const ids = [5, 1_000, 70_000, 2 ** 40].map(uuidv7);
    expect([...ids].sort()).toEqual(ids);
  });
});
