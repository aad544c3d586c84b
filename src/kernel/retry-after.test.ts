import { describe, expect, it } from 'vitest';
import { parseRetryAfterMs } from './retry-after.ts';

describe('a Retry-After header', () => {
  it.each([
    ['120', 120_000],
    ['2.0', 2_000],
    ['0', 0],
    ['1000000000', 1e12],
    ['1000000000000', undefined],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%j gives %j', (value, expected) => {
    expect(parseRetryAfterMs({ 'retry-after': value })).toBe(expected);
  });

  it('with a date is counted from the reply’s own clock', () => {
    const headers = { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT', date: 'Sun, 22 Nov 2026 12:00:00 GMT' };

    expect(parseRetryAfterMs(headers)).toBe(30_000);
    expect(parseRetryAfterMs({ ...headers, date: 'Sun, 22 Nov 2026 13:00:00 GMT' })).toBe(0);
    expect(parseRetryAfterMs({ 'retry-after': headers['retry-after'] })).toBeUndefined();
  });

  it('that is absent says nothing', () => {
    expect(parseRetryAfterMs({})).toBeUndefined();
  });
});
