import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../kernel/ids.ts';
import type { KeyRecord, KeyStore } from './key-store.ts';

/** A store that is empty when it is opened, and what closes it. */
export interface OpenedKeyStore {
  readonly store: KeyStore;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

function key(over: Partial<KeyRecord> = {}): KeyRecord {
  const digest = randomBytes(32).toString('base64url');
  return { id: uuidv7(T0), name: 'agent', digest, hint: 'mcpk_Ab12', role: 'viewer', createdAt: T0, ...over };
}

/** What every `KeyStore` promises. */
export function keyStoreContract(open: () => Promise<OpenedKeyStore>): void {
  const given = (name: string, run: (store: KeyStore) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(store);
      } finally {
        await close();
      }
    });

  describe('as a key store', () => {
    given('a key is found by its digest as it was added', async (store) => {
      const plain = key();
      const full = key({
        name: "O'Brien \u0000 \u{1f511}",
        tools: ['shopify_*', 'gsc_list_sites'],
        connections: [],
        expiresAt: T0 + 5,
        revokedAt: T0 + 6,
        lastUsedAt: T0 + 7,
      });
      await store.add(plain);
      await store.add(full);

      expect(await store.findByDigest(plain.digest)).toEqual(plain);
      expect(await store.findByDigest(full.digest)).toEqual(full);
    });

    given('a digest that no key has is undefined', async (store) => {
      await store.add(key());

      expect(await store.findByDigest('another')).toBeUndefined();
    });

    given('a revoked and an expired key are found', async (store) => {
      const expired = key({ expiresAt: 1 });
      const revoked = key({ revokedAt: 1 });
      await store.add(expired);
      await store.add(revoked);

      expect(await store.findByDigest(expired.digest)).toEqual(expired);
      expect(await store.findByDigest(revoked.digest)).toEqual(revoked);
    });

    given('a digest that is there already is refused, and the first key stays as it was', async (store) => {
      const first = key();
      await store.add(first);

      await expect(store.add(key({ digest: first.digest, role: 'admin' }))).rejects.toThrow();

      expect(await store.list()).toEqual([first]);
    });

    given('an id that is there already is refused, and the first key stays as it was', async (store) => {
      const first = key();
      await store.add(first);

      await expect(store.add(key({ id: first.id, role: 'admin' }))).rejects.toThrow();

      expect(await store.list()).toEqual([first]);
    });

    given('all keys are listed, oldest first', async (store) => {
      const keys = [3, 1, 2].map((at) => key({ createdAt: T0 + at, revokedAt: at === 2 ? T0 : undefined }));
      for (const each of keys) await store.add(each);

      expect(await store.list()).toEqual([keys[1], keys[2], keys[0]]);
    });

    given('an empty store lists nothing', async (store) => {
      expect(await store.list()).toEqual([]);
    });

    given('a revocation says that it happened and keeps its time', async (store) => {
      const subject = key();
      await store.add(subject);

      expect(await store.revoke(subject.id, T0 + 9)).toBe(true);

      expect(await store.findByDigest(subject.digest)).toEqual({ ...subject, revokedAt: T0 + 9 });
    });

    given('a second revocation says no, and the first time stays', async (store) => {
      const subject = key();
      await store.add(subject);
      await store.revoke(subject.id, T0 + 9);

      expect(await store.revoke(subject.id, T0 + 1)).toBe(false);

      expect((await store.findByDigest(subject.digest))?.revokedAt).toBe(T0 + 9);
    });

    given('revoking an unknown id says no', async (store) => {
      expect(await store.revoke(uuidv7(T0), T0)).toBe(false);
    });

    given('each first revocation of a key moves the number of revocations on, and nothing else does', async (store) => {
      const [one, two] = [key(), key()];
      await store.add(one);
      const seen = [await store.revocations()];
      await store.revoke(one.id, T0 + 9);
      seen.push(await store.revocations());
      await store.revoke(one.id, T0 + 10);
      await store.add(two);
      await store.touch(new Map([[two.id, T0]]));
      seen.push(await store.revocations());
      // An earlier time, as from a machine whose clock is behind.
      await store.revoke(two.id, T0 + 1);
      seen.push(await store.revocations());

      expect(seen).toEqual([0, 1, 1, 2]);
    });

    given('many times of last use are written at once, unknown ids passed over', async (store) => {
      const [one, two, idle] = [key({ createdAt: T0 }), key({ createdAt: T0 + 1 }), key({ createdAt: T0 + 2 })];
      for (const each of [one, two, idle]) await store.add(each);

      await store.touch(
        new Map([
          [one.id, T0 + 10],
          [uuidv7(T0), T0 + 11],
          [two.id, T0 + 12],
        ]),
      );

      expect((await store.list()).map((each) => each.lastUsedAt)).toEqual([T0 + 10, T0 + 12, undefined]);
    });

    given('a time of last use earlier than the stored one changes nothing', async (store) => {
      const subject = key({ lastUsedAt: T0 + 10 });
      await store.add(subject);

      await store.touch(new Map([[subject.id, T0 + 9]]));

      expect((await store.findByDigest(subject.digest))?.lastUsedAt).toBe(T0 + 10);
    });

    given('no uses at all change nothing', async (store) => {
      const subject = key();
      await store.add(subject);

      await store.touch(new Map());

      expect(await store.list()).toEqual([subject]);
    });

    given('of 100 parallel revocations one happened', async (store) => {
      const subject = key();
      await store.add(subject);

      const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => store.revoke(subject.id, T0 + at)));

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect((await store.findByDigest(subject.digest))?.revokedAt).toBe(T0 + answers.indexOf(true));
    });

    given('of 100 parallel keys with one digest one is added', async (store) => {
      const { digest } = key();

      const added = await Promise.allSettled(Array.from({ length: 100 }, () => store.add(key({ digest }))));

      expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.list()).toHaveLength(1);
    });
  });
}
