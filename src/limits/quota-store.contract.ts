import { describe, expect, it } from 'vitest';
import type { QuotaReading } from '../kernel/connector.ts';
import type { QuotaStore } from './quota-store.ts';

/** A store that knows no connection when it is opened, what lets its time pass, and what closes it. */
export interface OpenedQuotaStore {
  readonly store: QuotaStore;
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the machine's wall clock forward or back. */
  readonly stepWall: (ms: number) => void;
  readonly close: () => Promise<void>;
}

const INITIAL: QuotaReading = { available: 1000, maximum: 1000, restorePerSecond: 50 };

/** What every `QuotaStore` promises. */
export function quotaStoreContract(open: () => Promise<OpenedQuotaStore>): void {
  const given = (name: string, run: (opened: OpenedQuotaStore) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  describe('as a quota store', () => {
    given('an unknown connection begins with its initial reading', async ({ store }) => {
      expect(await store.take('c', 600, { ...INITIAL, available: 600 })).toBe(0);
      expect(await store.take('c', 1, INITIAL)).toBeGreaterThan(0);
    });

    given('connections do not share', async ({ store }) => {
      await store.take('c', 1000, INITIAL);

      expect(await store.take('d', 1000, INITIAL)).toBe(0);
    });

    given('a take that does not fit takes nothing and tells how long until it does', async ({ store, advance }) => {
      await store.take('c', 900, INITIAL);

      expect(await store.take('c', 150, INITIAL)).toBe(1000);
      expect(await store.take('c', 100, INITIAL)).toBe(0);
      expect(await store.take('c', 150, INITIAL)).toBe(3000);

      await advance(2999);
      expect(await store.take('c', 150, INITIAL)).toBe(1);
      await advance(1);
      expect(await store.take('c', 150, INITIAL)).toBe(0);
    });

    given('a wait that was told is long enough, whatever the fractions', async ({ store, advance }) => {
      const reading = { available: 0, maximum: 100, restorePerSecond: 100 / 7 };
      for (let cost = 0.1; cost < 50; cost += 3.7) {
        const waitMs = await store.take('c', cost, reading);
        if (waitMs === 0) continue;
        await advance(waitMs);
        expect(await store.take('c', cost, reading)).toBe(0);
      }
    });

    given('a bucket restores to its maximum and no further', async ({ store, advance }) => {
      await store.take('c', 1000, INITIAL);
      await advance(3_600_000);

      expect(await store.take('c', 1000, INITIAL)).toBe(0);
      expect(await store.take('c', 50, INITIAL)).toBe(1000);
    });

    given('a cost above the maximum is taken as the maximum', async ({ store }) => {
      expect(await store.take('c', 5000, INITIAL)).toBe(0);
      expect(await store.take('c', 5000, INITIAL)).toBe(20_000);
    });

    given('what is given back can be taken again, and fills nothing above the maximum', async ({ store }) => {
      await store.take('c', 1000, INITIAL);
      await store.giveBack('c', 1000);
      expect(await store.take('c', 1000, INITIAL)).toBe(0);

      await store.giveBack('c', 1000);
      await store.giveBack('c', 1000);
      await store.giveBack('unknown', 1000);
      expect(await store.take('c', 1000, INITIAL)).toBe(0);
      expect(await store.take('c', 50, INITIAL)).toBe(1000);
    });

    given('the vendor corrects the bucket, less what is under way', async ({ store }) => {
      await store.take('c', 10, INITIAL);

      await store.observe('c', { available: 500, maximum: 2000, restorePerSecond: 100 }, 120);

      expect(await store.take('c', 390, INITIAL)).toBe(100);
      expect(await store.take('c', 380, INITIAL)).toBe(0);
      expect(await store.take('c', 2000, INITIAL)).toBe(20_000);
    });

    given('more under way than the vendor has left is a debt to wait for', async ({ store }) => {
      await store.observe('c', { ...INITIAL, available: 100 }, 150);

      expect(await store.take('c', 50, INITIAL)).toBe(2000);
    });

    given('an unknown connection can be corrected', async ({ store }) => {
      await store.observe('c', { ...INITIAL, available: 30 }, 0);

      expect(await store.take('c', 30, INITIAL)).toBe(0);
      expect(await store.take('c', 50, INITIAL)).toBe(1000);
    });

    given('a step of the wall clock restores nothing', async ({ store, stepWall }) => {
      await store.take('c', 1000, INITIAL);

      stepWall(3_600_000);

      expect(await store.take('c', 50, INITIAL)).toBe(1000);
    });

    given('of 100 parallel takes as many happen as fit', async ({ store }) => {
      const waits = await Promise.all(Array.from({ length: 100 }, async () => store.take('c', 90, INITIAL)));

      expect(waits.filter((wait) => wait === 0)).toHaveLength(11);
    });
  });
}
