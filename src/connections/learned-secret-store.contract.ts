import { describe, expect, it } from 'vitest';
import type { LearnedSecret, LearnedSecretStore } from './learned-secret-store.ts';

/** A store that is empty when it is opened, and what closes it. */
export interface OpenedLearnedSecretStore {
  readonly store: LearnedSecretStore;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

function secret(over: Partial<LearnedSecret> = {}): LearnedSecret {
  return { connection: 'acme/default', name: 'refresh-token', source: 's1', sealed: 'v1.one', at: T0, ...over };
}

/** What every `LearnedSecretStore` promises. */
export function learnedSecretStoreContract(open: () => Promise<OpenedLearnedSecretStore>): void {
  const given = (name: string, run: (store: LearnedSecretStore) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(store);
      } finally {
        await close();
      }
    });

  describe('as a store of learned secrets', () => {
    given('a secret is found under its connection and name alone', async (store) => {
      await store.put(secret());

      expect(await store.find('acme/default', 'refresh-token')).toEqual(secret());
      expect(await store.find('acme/default', 'webhook')).toBeUndefined();
      expect(await store.find('acme/other', 'refresh-token')).toBeUndefined();
    });

    given('a later one takes the place of the one before', async (store) => {
      await store.put(secret());
      await store.put(secret({ source: 's2', sealed: 'v1.two', at: T0 + 1 }));

      expect(await store.find('acme/default', 'refresh-token')).toMatchObject({ source: 's2', sealed: 'v1.two' });
    });

    given('a first one stays against others of its source, and gives way to another source', async (store) => {
      expect(await store.putFirst(secret())).toBe(true);
      expect(await store.putFirst(secret({ sealed: 'v1.two' }))).toBe(false);
      expect(await store.find('acme/default', 'refresh-token')).toEqual(secret());

      expect(await store.putFirst(secret({ source: 's2', sealed: 'v1.three' }))).toBe(true);
      expect(await store.find('acme/default', 'refresh-token')).toMatchObject({ source: 's2', sealed: 'v1.three' });
    });

    given('of twenty first ones one is kept', async (store) => {
      const kept = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.putFirst(secret({ sealed: `v1.${n}` }))),
      );

      expect(kept.filter(Boolean)).toHaveLength(1);
      expect(await store.find('acme/default', 'refresh-token')).toMatchObject({ sealed: `v1.${kept.indexOf(true)}` });
    });

    given('a connection that is forgotten takes its own with it', async (store) => {
      await store.put(secret());
      await store.put(secret({ name: 'webhook' }));
      await store.put(secret({ connection: 'acme/other' }));

      await store.forget('acme/default');

      expect(await store.find('acme/default', 'refresh-token')).toBeUndefined();
      expect(await store.find('acme/default', 'webhook')).toBeUndefined();
      expect(await store.find('acme/other', 'refresh-token')).toBeDefined();
    });
  });
}
