import { describe, expect, it } from 'vitest';
import type { Leases } from './leases.ts';

/** Leases that nobody has, what lets their time pass, and what closes them. */
export interface OpenedLeases {
  readonly leases: Leases;
  readonly advance: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const FOR_MS = 1_000;

/** What every `Leases` promises. */
export function leasesContract(open: () => Promise<OpenedLeases>): void {
  const given = (name: string, run: (opened: OpenedLeases) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  describe('as leases', () => {
    given('a lease is had by one, and by the next when it is released', async ({ leases }) => {
      const token = (await leases.take('a', FOR_MS)) as string;
      expect(await leases.take('a', FOR_MS)).toBeUndefined();

      await leases.release('a', token);

      expect(await leases.take('a', FOR_MS)).toBeTypeOf('string');
    });

    given('names do not share', async ({ leases }) => {
      await leases.take('a', FOR_MS);

      expect(await leases.take('b', FOR_MS)).toBeTypeOf('string');
    });

    given('a lease ends by itself when its holder is gone, and no earlier', async ({ leases, advance }) => {
      await leases.take('a', FOR_MS);

      await advance(FOR_MS - 1);
      expect(await leases.take('a', FOR_MS)).toBeUndefined();
      await advance(1);
      expect(await leases.take('a', FOR_MS)).toBeTypeOf('string');
    });

    given('asking in vain does not prolong it', async ({ leases, advance }) => {
      await leases.take('a', FOR_MS);
      await advance(FOR_MS / 2);
      await leases.take('a', FOR_MS);

      await advance(FOR_MS / 2);

      expect(await leases.take('a', FOR_MS)).toBeTypeOf('string');
    });

    given('who comes back too late does not end the lease of the next', async ({ leases, advance }) => {
      const late = (await leases.take('a', FOR_MS)) as string;
      await advance(FOR_MS);
      await leases.take('a', FOR_MS);

      await leases.release('a', late);

      expect(await leases.take('a', FOR_MS)).toBeUndefined();
    });

    given('a release of nothing is nothing', async ({ leases }) => {
      await leases.release('a', 'token');
      const token = (await leases.take('a', FOR_MS)) as string;
      await leases.release('a', token);
      await leases.release('a', token);

      expect(await leases.take('a', FOR_MS)).toBeTypeOf('string');
    });

    given('of 100 who ask at once one gets it', async ({ leases }) => {
      const tokens = await Promise.all(Array.from({ length: 100 }, () => leases.take('a', FOR_MS)));

      expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
    });
  });
}
