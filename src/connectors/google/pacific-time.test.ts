import { describe, expect, it } from 'vitest';
import { nextPacificMidnight, pacificDate } from './pacific-time.ts';

const iso = (epochMs: number) => new Date(epochMs).toISOString();

describe('Pacific time', () => {
  it.each([
    ['2026-11-22T07:59:59.999Z', '2026-11-21', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T08:00:00Z', '2026-11-22', '2026-11-23T08:00:00.000Z'],
    ['2026-07-01T12:00:00Z', '2026-07-01', '2026-07-02T07:00:00.000Z'],
    ['2026-03-08T09:00:00Z', '2026-03-08', '2026-03-09T07:00:00.000Z'],
    ['2026-11-01T07:30:00Z', '2026-11-01', '2026-11-02T08:00:00.000Z'],
    ['2027-01-01T02:00:00Z', '2026-12-31', '2027-01-01T08:00:00.000Z'],
  ])('%s is the day %s, which ends at %s', (instant, day, midnight) => {
    expect(pacificDate(Date.parse(instant))).toBe(day);
    expect(iso(nextPacificMidnight(Date.parse(instant)))).toBe(midnight);
  });

  it('has its next midnight within 25 hours, always', () => {
    for (let atMs = Date.UTC(2026, 0, 1); atMs < Date.UTC(2027, 0, 1); atMs += 3_700_000) {
      const midnight = nextPacificMidnight(atMs);
      expect(midnight).toBeGreaterThan(atMs);
      expect(midnight - atMs).toBeLessThanOrEqual(25 * 3_600_000);
      expect(pacificDate(midnight) > pacificDate(midnight - 1)).toBe(true);
      expect(pacificDate(midnight - 1)).toBe(pacificDate(atMs));
    }
  });
});
