import { describe, expect, it } from 'vitest';
import { dayField } from './dates.ts';
import { toOrderBys } from './order.ts';
import { propertyField, reportScope, scopeOf } from './property.ts';
import { rangesField, toRanges } from './ranges.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

describe('a day', () => {
  it.each(['2026-11-01', 'today', 'yesterday', '0daysAgo', '9999daysAgo', '2024-02-29'])('may be %s', (text) => {
    expect(dayField('A day.').safeParse(text).success).toBe(true);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '20261101',
    '01.11.2026',
    'tomorrow',
    'Today',
    '-1daysAgo',
    '7 daysAgo',
    '2026-11-01T00:00:00Z',
    '2014-01-01',
    '',
    '2026-11-01\r\n',
  ])('is not %j', (text) => {
    expect(dayField('A day.').safeParse(text).success).toBe(false);
  });
});

describe('ranges', () => {
  const range = (startDate: string, endDate: string, ...compare: string[]) =>
    toRanges({ startDate, endDate }, compare, NOW);

  it('stand alone without a name, and beside others with one', () => {
    expect(range('28daysAgo', 'yesterday')).toEqual([{ startDate: '28daysAgo', endDate: 'yesterday' }]);
    expect(range('7daysAgo', 'today', '14daysAgo..8daysAgo')).toEqual([
      { startDate: '7daysAgo', endDate: 'today', name: 'main' },
      { startDate: '14daysAgo', endDate: '8daysAgo', name: 'compare_1' },
    ]);
  });

  it.each([
    ['2026-11-02', '2026-11-01'],
    ['today', 'yesterday'],
    ['7daysAgo', '8daysAgo'],
    ['today', '2026-11-01'],
    ['2027-01-01', 'today'],
  ])('from %s to %s end before they begin', (start, end) => {
    expect(() => range(start, end)).toThrow('ends before it begins');
  });

  it('are left to Google where the property’s time zone decides', () => {
    expect(() => range('2026-11-22', 'yesterday')).not.toThrow();
    expect(() => range('today', '2026-11-21')).not.toThrow();
  });

  it('tell which of several is wrong', () => {
    expect(() => range('7daysAgo', 'today', '14daysAgo..20daysAgo')).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ issues: [expect.objectContaining({ path: 'compare[0]' })] }),
      }),
    );
  });

  it.each(['2026-10-01', '2026-10-01...2026-10-31', '..', '2026-10-01..2026-02-30', 'a..b'])(
    'are not written as %s',
    (text) => {
      expect(rangesField(3, 'Ranges.').safeParse([text]).success).toBe(false);
    },
  );
});

describe('a property', () => {
  it.each(['123456789', 'properties/123456789', undefined])('is %s', (text) => {
    expect(propertyField().safeParse(text).success).toBe(true);
  });

  it.each([
    '',
    'properties/',
    '123/../456',
    '123?x=1',
    '123\r\nHost: x',
    'accounts/1',
    '1'.repeat(16),
    '１２３',
    '../v1alpha/properties/1',
  ])('is not %j', (text) => {
    expect(propertyField().safeParse(text).success).toBe(false);
  });

  it('is told apart from the id of a tag', () => {
    expect(propertyField().safeParse('G-ABC123').error?.issues[0]?.message).toContain('id of a stream or tag');
  });

  it('has scopes that its quotas are counted by', () => {
    expect(reportScope({ property: 'properties/7' })).toBe('7 reports');
    expect(reportScope({ property: '7' }, ['date'])).toBe('7 reports');
    expect(reportScope({ property: '7' }, undefined, ['userGender'])).toBe('7 reports with demographics');
    expect(reportScope({ filters: ['audienceId=7001'] })).toBe('default reports with demographics');
    expect(scopeOf('realtime')({ property: '7' })).toBe('7 realtime');
  });
});

describe('the order of rows', () => {
  it('is by time, else by the first metric, unless something is asked for', () => {
    expect(toOrderBys([], ['date', 'country'], ['sessions'])).toEqual([
      { desc: false, dimension: { dimensionName: 'date', orderType: 'ALPHANUMERIC' } },
    ]);
    expect(toOrderBys([], ['month'], ['sessions'])).toEqual([
      { desc: false, dimension: { dimensionName: 'month', orderType: 'NUMERIC' } },
    ]);
    expect(toOrderBys([], ['country'], ['sessions'])).toEqual([{ desc: true, metric: { metricName: 'sessions' } }]);
    expect(toOrderBys(['-country', 'sessions'], ['country'], ['sessions'])).toMatchObject([
      { desc: true, dimension: { dimensionName: 'country' } },
      { desc: false, metric: { metricName: 'sessions' } },
    ]);
    expect(toOrderBys([], ['country'], [])).toEqual([]);
  });

  it('is by names of the report alone', () => {
    expect(() => toOrderBys(['-city'], ['country'], ['sessions'])).toThrow('The order does not fit.');
  });
});
