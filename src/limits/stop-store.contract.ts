import { describe, expect, it } from 'vitest';
import { SCOPES_MAX } from './quota-stops.ts';
import type { StopStore } from './stop-store.ts';

/** A store that is empty when it is opened, on a time that the test moves, and what closes it. */
export interface OpenedStopStore {
  readonly store: StopStore;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

const MESSAGE = 'Used up for today: “5,000” calls.';

/** What every `StopStore` promises. */
export function stopStoreContract(open: () => Promise<OpenedStopStore>): void {
  const given = (name: string, run: (opened: OpenedStopStore) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });
  const stopsOf = async ({ store }: OpenedStopStore, connection = 'shopify/default 1') =>
    (await store.read([connection])).get(connection) ?? [];

  describe('as a store of stops', () => {
    given('gives what was put, of the connection and of each scope, with the time that is left', async (opened) => {
      await opened.store.put('shopify/default 1', { forMs: 10_000, message: MESSAGE });
      await opened.store.put('shopify/default 1', { scope: 'https://a b/', forMs: 20_000, message: 'Another.' });
      await opened.advance(4_000);

      const stops = await stopsOf(opened);

      expect(stops.toSorted((a, b) => a.forMs - b.forMs)).toEqual([
        { scope: undefined, forMs: expect.closeTo(6_000, -1), message: MESSAGE },
        { scope: 'https://a b/', forMs: expect.closeTo(16_000, -1), message: 'Another.' },
      ]);
    });

    given('gives nothing of another connection, and nothing that is over', async (opened) => {
      await opened.store.put('shopify/default 1', { forMs: 10_000, message: MESSAGE });

      expect((await opened.store.read(['shopify/default 2', 'shopify/berlin 1'])).size).toBe(0);
      await opened.advance(10_001);
      expect(await stopsOf(opened)).toEqual([]);
    });

    given('of two stops of one scope the longer stays', async (opened) => {
      await opened.store.put('shopify/default 1', { forMs: 10_000, message: 'Long.' });
      await opened.store.put('shopify/default 1', { forMs: 5_000, message: 'Short.' });
      expect(await stopsOf(opened)).toMatchObject([{ message: 'Long.' }]);

      await opened.store.put('shopify/default 1', { forMs: 60_000, message: 'Longest.' });
      await opened.advance(30_000);
      expect(await stopsOf(opened)).toMatchObject([{ message: 'Longest.' }]);
    });

    given('forgets every stop of a connection that is cleared, and no other', async (opened) => {
      await opened.store.put('shopify/default 1', { forMs: 10_000, message: MESSAGE });
      await opened.store.put('shopify/default 1', { scope: 'a', forMs: 10_000, message: MESSAGE });
      await opened.store.put('shopify/berlin 1', { forMs: 10_000, message: MESSAGE });

      await opened.store.clear('shopify/default 1');

      expect([...(await opened.store.read(['shopify/default 1', 'shopify/berlin 1'])).keys()]).toEqual([
        'shopify/berlin 1',
      ]);
    });

    given('of 50 who put and read at once nothing is lost', async (opened) => {
      await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          opened.store.put('c 1', { scope: `s${n}`, forMs: 10_000, message: 'Over.' }),
        ),
      );

      expect(await stopsOf(opened, 'c 1')).toHaveLength(50);
    });

    given('holds a bounded number of scopes, and takes others when those are over', async (opened) => {
      for (let n = 0; n < SCOPES_MAX; n += 1) {
        await opened.store.put('c 1', { scope: `s${n}`, forMs: n === 0 ? 5_000 : 60_000, message: 'Over.' });
      }
      await opened.store.put('c 1', { scope: 'one more', forMs: 60_000, message: 'Over.' });
      expect(await stopsOf(opened, 'c 1')).toHaveLength(SCOPES_MAX);

      await opened.advance(6_000);
      await opened.store.put('c 1', { scope: 'one more', forMs: 60_000, message: 'Over.' });

      const scopes = (await stopsOf(opened, 'c 1')).map(({ scope }) => scope);
      expect([scopes.length, scopes.includes('one more')]).toEqual([SCOPES_MAX, true]);
    });
  });
}
