import { describe, expect, it } from 'vitest';
import { LoadShedder } from './load-shedder.ts';

function setUp(lagMs = 500) {
  const changes: boolean[] = [];
  const shedder = new LoadShedder({ lagMs, onChange: (shedding) => changes.push(shedding) });
  const read = (...lags: number[]) => lags.forEach((lag) => void shedder.read(lag));
  const refusedOf = (requests: number) =>
    Array.from({ length: requests }, () => shedder.refuses()).filter(Boolean).length;
  return { changes, read, refusedOf };
}

describe('LoadShedder', () => {
  it('refuses nothing for one late reading, however late', () => {
    const { read, refusedOf, changes } = setUp();
    read(10, 5_000, 10, 5_000, 10);
    expect(refusedOf(100)).toBe(0);
    expect(changes).toEqual([]);
  });

  it('refuses a fifth more with each late reading, evenly, and never everything', () => {
    const { read, refusedOf, changes } = setUp();
    read(600, 600);
    expect(refusedOf(100)).toBe(20);
    read(600);
    expect(refusedOf(100)).toBe(40);
    read(600, 600, 600, 600);
    expect(refusedOf(100)).toBe(90);
    expect(changes).toEqual([true]);
  });

  it('comes back by itself, a tenth with each reading in time', () => {
    const { read, refusedOf, changes } = setUp();
    read(600, 600, 600);
    read(20, 20);
    expect(refusedOf(100)).toBe(20);
    read(20, 20, 20);
    expect(refusedOf(100)).toBe(0);
    expect(changes).toEqual([true, false]);
  });

  it('never refuses where the limit is 0', () => {
    const { read, refusedOf } = setUp(0);
    read(9_000, 9_000, 9_000);
    expect(refusedOf(100)).toBe(0);
  });
});
