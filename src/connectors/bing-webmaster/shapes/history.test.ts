import { describe, expect, it } from 'vitest';
import { aboutOf, meanOf, stepOf, sumOf, toHistory } from './history.ts';

const row = (date: string, clicks = 1, impressions = 10) => ({ Date: date, Clicks: clicks, Impressions: impressions });

describe('the step of dates', () => {
  it.each([
    [['2026-11-01', '2026-11-02', '2026-11-03'], 'day'],
    [['2026-11-01', '2026-11-04', '2026-11-09'], 'day'],
    [['2026-10-03', '2026-10-10', '2026-10-24'], 'week'],
    [['2026-10-31', '2026-11-07'], 'week'],
    [['2026-11-01'], 'unknown'],
    [[], 'unknown'],
  ])('%j is %s', (dates, step) => {
    expect(stepOf(dates)).toBe(step);
  });
});

describe('a history', () => {
  it('is put in order and cut to both bounds, whatever the order it came in', () => {
    const rows = ['2026-11-03', '2026-11-01', '2026-11-04', '2026-11-02'].map((date) => row(date));

    const history = toHistory(rows, 'day', '2026-11-02', '2026-11-03');

    expect(history.rows.map(({ Date: date }) => date)).toEqual(['2026-11-02', '2026-11-03']);
    expect(history).toMatchObject({ step: 'day', firstDate: '2026-11-01', lastDate: '2026-11-04' });
  });

  it('of days is added up to weeks from Monday, and a week that is cut off is told', () => {
    const dates = Array.from({ length: 12 }, (_, index) => `2026-11-${String(index + 4).padStart(2, '0')}`);
    const history = toHistory(
      dates.map((date) => row(date)),
      'week',
      undefined,
      '2026-11-13',
    );
    const weeks = [...new Set(history.rows.map(({ Date: date }) => history.groupOf(date)))];

    expect(weeks).toEqual(['2026-11-02', '2026-11-09']);
    expect(weeks.map((week) => history.isPartial(week))).toEqual([true, true]);
    expect(
      toHistory(
        dates.map((date) => row(date)),
        'week',
        undefined,
        undefined,
      ).isPartial('2026-11-09'),
    ).toBe(false);
  });

  it('of weeks keeps Bing’s weeks, and never makes days of them', () => {
    const history = toHistory([row('2026-10-31'), row('2026-11-07')], 'day', undefined, undefined);

    expect(history.step).toBe('week');
    expect(history.groupOf('2026-11-07')).toBe('2026-11-07');
    expect(toHistory([row('2026-10-31'), row('2026-11-07')], 'week', undefined, undefined).groupOf('2026-11-07')).toBe(
      '2026-11-07',
    );
    expect(aboutOf('', history, 'day', undefined, undefined).notices).toEqual([
      expect.stringContaining('by week only'),
    ]);
  });

  it('is added up to months, of which the first and the last may be cut off', () => {
    const dates = ['2026-09-20', '2026-10-01', '2026-10-31', '2026-11-03'];
    const history = toHistory(
      dates.map((date) => row(date)),
      'month',
      undefined,
      undefined,
    );

    expect(dates.map((date) => history.groupOf(date))).toEqual([
      '2026-09-01',
      '2026-10-01',
      '2026-10-01',
      '2026-11-01',
    ]);
    expect(['2026-09-01', '2026-10-01', '2026-11-01'].map((month) => history.isPartial(month))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('that is shorter than asked for says so', () => {
    const history = toHistory([row('2026-11-01'), row('2026-11-02')], 'total', '2024-01-01', '2026-11-30');

    expect(aboutOf('', history, 'total', '2024-01-01', '2026-11-30').notices).toEqual([
      'Bing has nothing before 2026-11-01.',
      'Bing has nothing after 2026-11-02 yet.',
    ]);
    expect(aboutOf('', history, 'total', '2026-11-01', '2026-11-02').notices).toBeUndefined();
  });

  it('of nothing is empty, not wrong', () => {
    const history = toHistory([], 'month', '2026-01-01', undefined);

    expect(history).toMatchObject({ step: 'unknown', firstDate: undefined, rows: [] });
    expect(aboutOf('', history, 'month', '2026-01-01', undefined).notices).toBeUndefined();
  });
});

describe('sums', () => {
  it('compute the rate of clicks that Bing does not give', () => {
    expect(sumOf([row('2026-11-01', 3, 40), row('2026-11-02', 1, 20)])).toEqual({
      clicks: 4,
      impressions: 60,
      ctr: 0.0667,
    });
    expect(sumOf([])).toEqual({ clicks: 0, impressions: 0, ctr: 0 });
  });

  it('weigh positions by what they are positions of, and leave out -1', () => {
    const positions = [
      { position: 2, weight: 30 },
      { position: 8, weight: 10 },
      { position: -1, weight: 500 },
    ];
    const mean = (some: typeof positions) =>
      meanOf(
        some,
        (one) => one.position,
        (one) => one.weight,
      );

    expect(mean(positions)).toBe(3.5);
    expect(mean(positions.slice(2))).toBeUndefined();
    expect(mean([])).toBeUndefined();
  });
});
