import { describe, expect, it } from 'vitest';
import { LoopLag } from './loop-lag.ts';

describe('LoopLag', () => {
  it('tells next to nothing of a loop at rest, and the whole of a block as soon as it is over', async () => {
    const told = Promise.withResolvers<number>();
    let blocked = false;
    using _lag = new LoopLag((lagMs) => blocked && told.resolve(lagMs));
    await new Promise((resolve) => setTimeout(resolve, 100));

    const until = performance.now() + 400;
    while (performance.now() < until);
    blocked = true;

    expect(await told.promise).toBeGreaterThan(40);
  });
});
