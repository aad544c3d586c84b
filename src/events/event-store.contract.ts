import { describe, expect, it } from 'vitest';
import type { EventStore, ReceivedDelivery } from './event-store.ts';

/** A store that is empty when it is opened, and what closes it. */
export interface OpenedEventStore {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

function delivery(over: Partial<ReceivedDelivery> = {}): ReceivedDelivery {
  const events = [{ topic: 'products.updated', subject: '1' }];
  return { connection: 'acme/default', deliveryId: 'd1', events, receivedAt: T0, expiresAt: T0 + 10, ...over };
}

/** What every `EventStore` promises. */
export function eventStoreContract(open: () => Promise<OpenedEventStore>): void {
  const given = (name: string, run: (store: EventStore) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(store);
      } finally {
        await close();
      }
    });

  describe('as an event store', () => {
    given('a delivery is kept once for its connection', async (store) => {
      expect(await store.add(delivery())).toBe(true);
      expect(await store.add(delivery({ events: [], receivedAt: T0 + 1 }))).toBe(false);
      expect(await store.add(delivery({ deliveryId: 'd2' }))).toBe(true);
      expect(await store.add(delivery({ connection: 'acme/other' }))).toBe(true);
    });

    given(
      'each delivery that is kept raises the mark of its connection, and a repeated one does not',
      async (store) => {
        expect(await store.marks()).toEqual(new Map());
        await store.add(delivery());
        const first = await store.marks();
        await store.add(delivery());
        expect(await store.marks()).toEqual(first);

        await store.add(delivery({ deliveryId: 'd2' }));
        await store.add(delivery({ connection: 'acme/other' }));

        const marks = await store.marks();
        expect(marks.get('acme/default')).not.toBe(first.get('acme/default'));
        expect([...marks.keys()].sort()).toEqual(['acme/default', 'acme/other']);
      },
    );

    given('the latest deliveries of a connection are given, newest first', async (store) => {
      expect(await store.latest('acme/default', 2)).toEqual([]);
      for (const [n, deliveryId] of ['b', 'a', 'c'].entries()) {
        const events = [{ topic: `thing.${deliveryId}` }, { topic: 'thing.also', subject: '7' }];
        await store.add(delivery({ deliveryId, events, receivedAt: T0 + n }));
      }
      await store.add(delivery({ connection: 'acme/other', receivedAt: T0 + 9 }));
      expect(await store.latest('acme/default', 2)).toEqual([
        { receivedAt: T0 + 2, events: [{ topic: 'thing.c' }, { topic: 'thing.also', subject: '7' }] },
        { receivedAt: T0 + 1, events: [{ topic: 'thing.a' }, { topic: 'thing.also', subject: '7' }] },
      ]);
    });

    given('what expired goes, at most as many as were asked for, and its mark stays', async (store) => {
      for (const id of ['a', 'b', 'c']) await store.add(delivery({ deliveryId: id }));
      await store.add(delivery({ deliveryId: 'later', expiresAt: T0 + 100 }));
      const marks = await store.marks();

      expect([await store.purge(T0 + 11, 2), await store.purge(T0 + 11, 2), await store.purge(T0 + 11, 2)]).toEqual([
        2, 1, 0,
      ]);
      expect(await store.marks()).toEqual(marks);
      expect(await store.add(delivery({ deliveryId: 'a' }))).toBe(true);
      expect(await store.add(delivery({ deliveryId: 'later' }))).toBe(false);
    });

    given('of twenty deliveries of one id at once one is kept, and the mark rises once', async (store) => {
      await store.add(delivery({ deliveryId: 'd0' }));
      const before = (await store.marks()).get('acme/default') as number;

      const kept = await Promise.all(Array.from({ length: 20 }, () => store.add(delivery())));

      expect(kept.filter(Boolean)).toHaveLength(1);
      expect((await store.marks()).get('acme/default')).toBe(before + 1);
    });
  });
}
