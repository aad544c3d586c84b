import { describe, expect, it } from 'vitest';
import { LoadShedder, type LoopReading } from './load-shedder.ts';

const RESTS = { elapsedMs: 20, lagMs: 0, busy: 0.5 };
const BUSY = { elapsedMs: 30, lagMs: 10, busy: 1 };
const LATE = { elapsedMs: 80, lagMs: 60, busy: 1 };

function setUp(lagMs = 50) {
  const changes: boolean[] = [];
  const shedder = new LoadShedder({ lagMs, onChange: (shedding) => void changes.push(shedding) });
  return {
    changes,
    shedder,
    /** So many readings alike, each after so many requests that came when so many were under way. */
    read: (reading: LoopReading, underWay: number, times = 1, came = 1) => {
      for (let n = 0; n < times; n += 1) {
        for (let request = 0; request < came; request += 1) shedder.refuses(underWay);
        shedder.read(reading);
      }
    },
    /** Of a hundred requests that come while so many are under way. */
    refusedAt: (underWay: number) =>
      Array.from({ length: 100 }, () => shedder.refuses(underWay)).filter(Boolean).length,
  };
}

describe('LoadShedder', () => {
  it('refuses nothing for two late readings, however late, nor for a burst', () => {
    const { read, refusedAt, changes } = setUp();
    for (const reading of [BUSY, { ...LATE, lagMs: 5_000 }, LATE, RESTS, LATE, RESTS]) read(reading, 500);
    read(BUSY, 500, 14);
    read(RESTS, 500);
    read(BUSY, 500, 14);

    expect(refusedAt(500)).toBe(0);
    expect(changes).toEqual([]);
  });

  it.each([
    ['lags three times in a row', LATE, 3],
    ['has not rested for a while', BUSY, 15],
  ])('refuses what is beyond 32 under way when the loop %s, all but one of ten', (_, reading, times) => {
    const { read, refusedAt, changes } = setUp();
    read(reading, 500, times - 1);
    expect(refusedAt(500)).toBe(0);
    read(reading, 500);

    expect([refusedAt(32), refusedAt(33), refusedAt(500)]).toEqual([0, 90, 90]);
    expect(changes).toEqual([true]);
  });

  it('refuses nothing while a loop that never rests gets done what is under way within the time that it may lag', () => {
    const { read, refusedAt, changes } = setUp();
    // 30 ms a reading: 300 of 500 are 50 ms.
    read(BUSY, 500, 100, 300);
    expect(refusedAt(500)).toBe(0);
    expect(changes).toEqual([]);

    // What was just let in counts to the first of them.
    read(BUSY, 500, 16, 299);

    expect(refusedAt(500)).toBe(90);
  });

  it('lets more in up to half of that wait, and keeps to what is above it', () => {
    const { shedder, read, refusedAt } = setUp();
    const places = () => {
      let count = 32;
      while (refusedAt(count + 1) === 0) count += 1;
      return count;
    };
    /** In each reading a hundred find a place, and ten come when there are none, of which one passes. */
    const flood = () => {
      for (let n = 0; n < 100; n += 1) {
        for (let request = 0; request < 100; request += 1) shedder.refuses(1);
        read(BUSY, 500, 1, 10);
      }
    };
    read(LATE, 500, 3);
    flood();
    flood();

    // 101 in 30 ms: the 84th waits for 25 ms.
    expect(places()).toBe(84);
  });

  it('refuses nothing of so few that they are not what the loop is busy with', () => {
    const { read, refusedAt, changes } = setUp();
    read(LATE, 32, 100);

    expect(refusedAt(500)).toBe(0);
    expect(changes).toEqual([]);
  });

  it('lets more in while the loop rests in between, fewer while it does not, and fewer still while it lags', () => {
    const { read, refusedAt } = setUp();
    const places = () => {
      let count = 32;
      while (refusedAt(count + 1) === 0) count += 1;
      return count;
    };
    read(LATE, 500, 3);
    read(RESTS, 500, 60);
    const most = places();
    read(BUSY, 500, 10);
    const fewer = places();
    read(LATE, 500, 7);
    const fewest = places();
    read(LATE, 500, 100);

    expect(most).toBeGreaterThan(100);
    expect(fewer).toBeLessThan(most);
    expect(fewer).toBeGreaterThan(most / 2);
    expect(fewest).toBeLessThan(fewer * 0.7);
    expect(places()).toBe(32);
  });

  it('is over when a second has passed in which all were taken', () => {
    const { read, refusedAt, changes } = setUp();
    read(LATE, 500, 3);
    read(RESTS, 20, 49);
    refusedAt(5_000);
    read(RESTS, 20, 49);
    expect(changes).toEqual([true]);
    read(RESTS, 20);

    expect(changes).toEqual([true, false]);
    expect(refusedAt(5_000)).toBe(0);
  });

  it('never refuses where the limit is 0', () => {
    const { read, refusedAt } = setUp(0);
    read({ ...LATE, lagMs: 9_000 }, 500, 50);

    expect(refusedAt(500)).toBe(0);
  });
});
