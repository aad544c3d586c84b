import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type LoopReading, LoopWatch } from './loop-watch.ts';

describe('LoopWatch', () => {
  it('tells of a loop at rest that it rests, and the whole of a block as soon as it is over', async () => {
    const told: LoopReading[] = [];
    using _watch = new LoopWatch((reading) => void told.push(reading));
    while (told.length < 5) await setTimeout(20);

    const before = told.splice(0);
    const until = performance.now() + 400;
    while (performance.now() < until);
    while (told.length === 0) await setTimeout(1);

    expect(Math.min(...before.map(({ busy }) => busy))).toBeLessThan(0.9);
    expect(told[0]?.lagMs).toBeGreaterThan(300);
    expect(told[0]?.busy).toBeGreaterThan(0.9);
  });
});
