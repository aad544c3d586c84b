import { describe, expect, it } from 'vitest';
import { BingDay, BingInstant, parseBingDate, toBingDate, toDay } from './bing-date.ts';

describe('a date of Bing', () => {
  it.each([
    ['/Date(1399100400000)/', '2014-05-03'],
    ['/Date(1399100400000-0700)/', '2014-05-03'],
    ['/Date(1731484800000-0800)/', '2024-11-13'],
    ['/Date(1731484800000+0000)/', '2024-11-13'],
    ['/Date(1728975600000-0700)/', '2024-10-15'],
  ])('%s is the UTC day of its milliseconds: %s', (text, day) => {
    expect(BingDay.parse(text)).toBe(day);
  });

  it.each(['/Date(-62135596800000)/', '/Date(-62135568000000-0800)/', '/Date(-62135596800000+0000)/'])(
    '%s is never',
    (text) => {
      expect(parseBingDate(text)).toBeUndefined();
      expect(BingInstant.parse(text)).toBeUndefined();
      expect(BingDay.safeParse(text).success).toBe(false);
    },
  );

  it.each(['', '2026-11-22', '/Date()/', '/Date(1e3)/', '/Date(12)', '/Date(12-07)/', '/Date(999999999999999)/', 12])(
    '%j is no date',
    (text) => {
      expect(BingInstant.safeParse(text).success).toBe(false);
      expect(BingDay.safeParse(text).success).toBe(false);
    },
  );

  it('that is absent is never', () => {
    expect(BingInstant.parse(null)).toBeUndefined();
    expect(BingInstant.parse(undefined)).toBeUndefined();
  });

  it('goes out as it comes in', () => {
    const noon = Date.UTC(2026, 10, 22, 12);

    expect(parseBingDate(toBingDate(noon))).toBe(noon);
    expect(toDay(noon)).toBe('2026-11-22');
  });
});
