import { describe, expect, it } from 'vitest';
import type { ConnectionRecord, ConnectionStore } from './connection-store.ts';

/** A store that is empty when it is opened, and what closes it. */
export interface OpenedConnectionStore {
  readonly store: ConnectionStore;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

/** A record of a connection, with what a test wants otherwise. */
function connectionRecord(over: Partial<ConnectionRecord> = {}): ConnectionRecord {
  const name = over.name ?? 'berlin';
  return {
    id: `acme/${name}`,
    connector: 'acme',
    name,
    version: T0,
    mock: false,
    settings: {},
    secretNames: [],
    sealed: 'v1.sealed',
    createdAt: T0,
    ...over,
  };
}

/** What every `ConnectionStore` promises. */
export function connectionStoreContract(open: () => Promise<OpenedConnectionStore>): void {
  const given = (name: string, run: (store: ConnectionStore) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(store);
      } finally {
        await close();
      }
    });

  describe('as a connection store', () => {
    given('a record is found and listed as it was added', async (store) => {
      const plain = connectionRecord();
      const full = connectionRecord({
        name: 'a-first',
        mock: true,
        settings: { ACME_SHOP: "O'Brien ☃ \u{1f511}", ACME_EMPTY: '' },
        secretNames: ['ACME_TOKEN', 'ACME_KEY'],
      });
      expect([await store.add(plain), await store.add(full)]).toEqual([true, true]);

      expect(await store.find(plain.id)).toEqual(plain);
      expect(await store.find(full.id)).toEqual(full);
      expect(await store.list()).toEqual([full, plain]);
      expect(await store.versions()).toEqual(
        new Map([
          [full.id, T0],
          [plain.id, T0],
        ]),
      );
    });

    given('an id that is taken is refused, and its record stays', async (store) => {
      await store.add(connectionRecord({ sealed: 'first' }));

      expect(await store.add(connectionRecord({ sealed: 'second', version: T0 + 1 }))).toBe(false);
      expect(await store.find('acme/berlin')).toMatchObject({ sealed: 'first', version: T0 });
    });

    given('a record is replaced only in the version that was read', async (store) => {
      await store.add(connectionRecord());
      const changed = connectionRecord({ version: T0 + 5, sealed: 'changed', mock: true, settings: { A: 'b' } });

      expect(await store.replace(changed, T0 + 1)).toBe(false);
      expect(await store.find('acme/berlin')).toEqual(connectionRecord());
      expect(await store.replace(changed, T0)).toBe(true);
      expect(await store.find('acme/berlin')).toEqual(changed);
      expect(await store.replace(connectionRecord({ name: 'unknown' }), T0)).toBe(false);
    });

    given('a removed record is gone, once', async (store) => {
      await store.add(connectionRecord());

      expect([await store.remove('acme/berlin'), await store.remove('acme/berlin')]).toEqual([true, false]);
      expect([await store.find('acme/berlin'), await store.list(), await store.versions()]).toEqual([
        undefined,
        [],
        new Map(),
      ]);
    });

    given('of twenty changes of one version one takes place', async (store) => {
      await store.add(connectionRecord());

      const changes = Array.from({ length: 20 }, (_, n) =>
        store.replace(connectionRecord({ version: T0 + 1 + n, sealed: `change ${n}` }), T0),
      );
      const done = await Promise.all(changes);

      expect(done.filter(Boolean)).toHaveLength(1);
      expect(await store.find('acme/berlin')).toMatchObject({ sealed: `change ${done.indexOf(true)}` });
    });

    given('of twenty additions of one id one takes place', async (store) => {
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.add(connectionRecord({ sealed: `${n}` }))),
      );

      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await store.find('acme/berlin')).toMatchObject({ sealed: String(added.indexOf(true)) });
    });
  });
}
