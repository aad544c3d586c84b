import { describe, expect, it } from 'vitest';
import { dateField, toPeriod } from './calendar.ts';

const iso = (epochMs: number | undefined) => epochMs && new Date(epochMs).toISOString();
const bounds = (from: string | undefined, to: string | undefined, zone: string) => {
  const { fromMs, toMs } = toPeriod(from, to, zone);
  return [iso(fromMs), iso(toMs)];
};

describe('a period', () => {
  it('of days begins and ends at midnight where the shop is, the last day included', () => {
    expect(bounds('2026-11-01', '2026-11-02', 'Europe/Berlin')).toEqual([
      '2026-10-31T23:00:00.000Z',
      '2026-11-02T23:00:00.000Z',
    ]);
    expect(bounds('2026-11-01', '2026-11-01', 'America/Los_Angeles')).toEqual([
      '2026-11-01T07:00:00.000Z',
      '2026-11-02T08:00:00.000Z',
    ]);
    expect(bounds('2026-11-01', '2026-11-01', 'Asia/Kathmandu')).toEqual([
      '2026-10-31T18:15:00.000Z',
      '2026-11-01T18:15:00.000Z',
    ]);
  });

  it('knows days of 23 and 25 hours', () => {
    const hours = (day: string, zone: string) => {
      const { fromMs, toMs } = toPeriod(day, day, zone);
      return ((toMs ?? 0) - (fromMs ?? 0)) / 3_600_000;
    };

    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(hours('2026-06-01', 'Europe/Berlin')).toBe(24);
  });

  it('begins at the first instant of a day without a midnight', () => {
    // In Beirut clocks went from 23:59:59 on the 28th of March 2026 to 01:00.
    expect(bounds('2026-03-29', undefined, 'Asia/Beirut')[0]).toBe('2026-03-28T22:00:00.000Z');
  });

  it('of instants takes them as they are, whatever the zone', () => {
    expect(bounds('2026-11-01T09:00:00+01:00', '2026-11-01T10:00:00Z', 'Asia/Tokyo')).toEqual([
      '2026-11-01T08:00:00.000Z',
      '2026-11-01T10:00:00.001Z',
    ]);
  });

  it('is open where no bound is given', () => {
    expect(toPeriod(undefined, undefined, 'UTC')).toEqual({ fromMs: undefined, toMs: undefined });
  });
});

describe('a date argument', () => {
  const field = dateField('A date.');

  it.each([
    '2026-11-01',
    '2024-02-29',
    '2026-11-01T09:00:00Z',
    '2026-11-01T09:00+01:00',
    '2026-11-01T09:00:00.250-05:30',
  ])('may be %s', (text) => {
    expect(field.safeParse(text).success).toBe(true);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-11-01T25:00:00Z',
    '2026-11-01T09:00:00',
    'yesterday',
    '01.11.2026',
    '2026-11-01 OR status:open',
    '',
  ])('may not be %j', (text) => {
    expect(field.safeParse(text).success).toBe(false);
  });
});
