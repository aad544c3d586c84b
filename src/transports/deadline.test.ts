import { describe, expect, it } from 'vitest';
import { deadlineMsOf } from './deadline.ts';

describe('the deadline of a request', () => {
  it.each([
    ['wait=10', 10_000],
    ['Wait = "5"', 5_000],
    ['respond-async, wait=3', 3_000],
    ['wait=3; strict, handling=lenient', 3_000],
    ['wait=0', 0],
  ])('is the wait of %j, in milliseconds', (prefer, ms) => {
    expect(deadlineMsOf(prefer)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    'respond-async',
    'wait',
    'wait=',
    'wait=-1',
    'wait=1.5',
    'wait=soon',
    'await=3',
    'wait=9999999999',
  ])('is not there in %j', (prefer) => {
    expect(deadlineMsOf(prefer)).toBeUndefined();
  });
});
