import { describe, expect, it } from 'vitest';
import type { PlatformError } from '../../../kernel/errors.ts';
import { dayField, daysOf, eachDay, periodBefore, toPeriod, yearBefore } from './period.ts';

const now = Date.UTC(2026, 10, 22, 12);
const issuesOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as PlatformError).details.issues?.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
};

describe('a period', () => {
  it('that nobody has chosen ends on the last final day, Pacific time', () => {
    expect(toPeriod({}, { now, usualDays: 28 })).toEqual({ from: '2026-10-23', to: '2026-11-19' });
    // In California it is still the 21st.
    expect(toPeriod({}, { now: Date.UTC(2026, 10, 22, 7), usualDays: 28 })).toEqual({
      from: '2026-10-22',
      to: '2026-11-18',
    });
  });

  it('ends today where days that are not final are wanted', () => {
    expect(toPeriod({}, { now, usualDays: 7, isFresh: true })).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(toPeriod({}, { now, usualDays: 3, isHourly: true })).toEqual({ from: '2026-11-20', to: '2026-11-22' });
  });

  it('begins so many days before a chosen end, and never before there are data', () => {
    expect(toPeriod({ to: '2026-03-31' }, { now, usualDays: 28 })).toEqual({ from: '2026-03-04', to: '2026-03-31' });
    expect(toPeriod({ to: '2025-07-30' }, { now, usualDays: 28 })).toEqual({ from: '2025-07-22', to: '2025-07-30' });
  });

  it.each([
    [{ from: '2026-11-10', to: '2026-11-01' }, {}, ['from: It is after the end, 2026-11-01.']],
    [{ to: '2026-11-23' }, {}, ['to: It is not over yet; today is 2026-11-22, Pacific time.']],
    [{ from: '2025-07-21' }, {}, ['from: Search Console keeps 16 months; begin on 2025-07-22 or later.']],
    [{ from: '2026-11-11' }, { isHourly: true }, ['from: Hours are kept for 10 days; begin on 2026-11-12 or later.']],
  ])('of %j is refused before Google is asked', (request, more, issues) => {
    expect(issuesOf(() => toPeriod(request, { now, usualDays: 28, ...more }))).toEqual(issues);
  });

  it('has the same one before it, and a year before it', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-03-28' })).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(yearBefore({ from: '2028-02-29', to: '2028-03-01' })).toEqual({ from: '2027-02-28', to: '2027-03-01' });
    expect(daysOf({ from: '2026-03-01', to: '2026-03-31' })).toBe(31);
    expect(eachDay({ from: '2026-02-27', to: '2026-03-02' })).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
  });
});

describe('a day', () => {
  it.each([
    '2026-02-30',
    '2026-13-01',
    '01.02.2026',
    'yesterday',
    '2026-2-1',
    '2026-02-01T00:00:00Z',
    '2026-02-01\n',
    '',
  ])('is not %j', (day) => {
    expect(dayField('x').safeParse(day).success).toBe(false);
  });

  it('may be the 29th of February of a leap year', () => {
    expect(dayField('x').safeParse('2028-02-29').success).toBe(true);
  });
});
