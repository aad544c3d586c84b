import { describe, expect, it } from 'vitest';
import { intentFixture, writeRecordFixture } from '../../test/support/write-record.ts';
import type { AuditStore } from '../audit/audit-store.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { IdempotencyStore, WriteRecord, WriteState } from './idempotency-store.ts';

/** A store that is empty when it is opened, the audit trail that its intents go to, and what closes both. */
export interface OpenedIdempotencyStore {
  readonly store: IdempotencyStore;
  readonly intents: Pick<AuditStore, 'find' | 'count'>;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** What every `IdempotencyStore` promises. */
export function idempotencyStoreContract(open: () => Promise<OpenedIdempotencyStore>): void {
  const given = (name: string, run: (opened: OpenedIdempotencyStore) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  const claim = (store: IdempotencyStore, record: WriteRecord, duplicatesSince = T0 + HOUR) =>
    store.claim(record, intentFixture(record), duplicatesSince);

  const end = (sealed: string, { expiresAt } = { expiresAt: T0 + HOUR }) => ({ sealed, expiresAt });

  /** Claims a record and takes it to `state`. */
  const bring = async (store: IdempotencyStore, state: WriteState, over: Partial<WriteRecord> = {}) => {
    const record = writeRecordFixture(over);
    expect(await claim(store, record)).toMatchObject({ claimed: true });
    if (state !== 'claimed') await store.advance(record.id, 'claimed', 'sent');
    if (state !== 'claimed' && state !== 'sent')
      await store.advance(record.id, 'sent', state, end(`v1.${state}`, record));
    return record;
  };

  describe('as an idempotency store, claiming', () => {
    given('a free key is claimed and its intent is there', async ({ store, intents }) => {
      const record = writeRecordFixture();
      const intent = intentFixture(record);

      expect(await store.claim(record, intent, T0)).toEqual({ claimed: true });

      expect(await intents.find({ limit: 10 })).toEqual([intent]);
    });

    given('a taken key gives the record that has it, and nothing is written', async ({ store, intents }) => {
      const first = writeRecordFixture();
      await claim(store, first);

      const second = await claim(store, writeRecordFixture({ fingerprint: 'f2' }));

      expect(second).toEqual({ claimed: false, record: first });
      expect(await intents.count()).toBe(1);
    });

    given('the same key of another principal is another key', async ({ store }) => {
      await claim(store, writeRecordFixture());

      expect(await claim(store, writeRecordFixture({ principalId: 'p2' }))).toEqual({ claimed: true });
    });

    given('a claim whose intent cannot be written is no claim', async ({ store }) => {
      const record = writeRecordFixture();
      const broken = { ...intentFixture(record), outcome: null as unknown as string };

      await expect(store.claim(record, broken, T0)).rejects.toMatchObject({ code: 'unavailable' });

      expect(await claim(store, record)).toEqual({ claimed: true });
    });

    given('of 100 parallel claims of one key one wins, and one intent is there', async ({ store, intents }) => {
      const records = Array.from({ length: 100 }, () => writeRecordFixture());

      const claims = await Promise.all(records.map((record) => claim(store, record)));

      const winner = records[claims.findIndex(({ claimed }) => claimed)];
      const losers = claims.filter((each) => !each.claimed);
      expect(losers).toHaveLength(99);
      for (const loser of losers) expect(loser).toEqual({ claimed: false, record: winner });
      expect((await intents.find({ limit: 200 })).map(({ callId }) => callId)).toEqual([winner?.id]);
    });

    for (const state of ['done', 'refused'] as const) {
      given(`an expired record that is ${state} is replaced`, async ({ store }) => {
        const old = await bring(store, state);
        const fresh = writeRecordFixture({
          fingerprint: 'f2',
          createdAt: old.expiresAt + 1,
          expiresAt: old.expiresAt + HOUR,
        });

        expect(await claim(store, fresh, fresh.createdAt)).toEqual({ claimed: true });

        expect(await claim(store, writeRecordFixture())).toEqual({ claimed: false, record: fresh });
      });

      given(`a record that is ${state} holds its key until its last millisecond`, async ({ store }) => {
        const old = await bring(store, state);

        const late = await claim(store, writeRecordFixture({ createdAt: old.expiresAt }));

        expect(late).toEqual({ claimed: false, record: { ...old, state, sealed: `v1.${state}` } });
      });
    }

    for (const state of ['claimed', 'sent', 'unknown'] as const) {
      given(`an expired record that is ${state} keeps its key`, async ({ store }) => {
        const old = await bring(store, state);

        const late = await claim(store, writeRecordFixture({ createdAt: old.expiresAt + HOUR }));

        expect(late).toMatchObject({ claimed: false, record: { id: old.id, state } });
      });
    }
  });

  describe('as an idempotency store, telling possible duplicates', () => {
    given('the newest other record of the principal with the same fingerprint is told', async ({ store }) => {
      await bring(store, 'done', { key: 'k1', createdAt: T0 + 1 });
      const newest = await bring(store, 'unknown', { key: 'k3', createdAt: T0 + 3 });
      await bring(store, 'done', { key: 'k2', createdAt: T0 + 2 });

      const claimed = await claim(store, writeRecordFixture({ key: 'k4', createdAt: T0 + 9 }), T0);

      expect(claimed).toEqual({ claimed: true, possibleDuplicateOf: newest.id });
    });

    given('one created at the given instant counts, one created before does not', async ({ store }) => {
      const twin = await bring(store, 'done', { createdAt: T0 + 5 });

      const within = await claim(store, writeRecordFixture({ key: 'k2', createdAt: T0 + 9 }), T0 + 5);
      const outside = await claim(store, writeRecordFixture({ key: 'k3', createdAt: T0 + 4 }), T0 + 10);

      expect(within).toEqual({ claimed: true, possibleDuplicateOf: twin.id });
      expect(outside).toEqual({ claimed: true });
    });

    given('another fingerprint, another principal and a released record do not count', async ({ store }) => {
      await bring(store, 'done', { key: 'k1', fingerprint: 'f2' });
      await bring(store, 'done', { key: 'k2', principalId: 'p2' });
      const released = await bring(store, 'claimed', { key: 'k3' });
      await store.release(released.id);

      expect(await claim(store, writeRecordFixture({ key: 'k4' }), T0)).toEqual({ claimed: true });
    });
  });

  describe('as an idempotency store, with identical writes at once', () => {
    given('of 20 without a common key all but the first are told of another', async ({ store }) => {
      const records = Array.from({ length: 20 }, (_, index) => writeRecordFixture({ key: `k${index}` }));

      const claims = await Promise.all(records.map((record) => claim(store, record, T0)));

      const told = claims.filter((each) => each.claimed && each.possibleDuplicateOf !== undefined);
      expect(claims.every(({ claimed }) => claimed)).toBe(true);
      expect(told).toHaveLength(19);
    });

    given('a key that is freed and claimed over and over never fails, and has one holder', async ({ store }) => {
      let holders = 0;
      const turn = async () => {
        const record = writeRecordFixture();
        if (!(await claim(store, record)).claimed) return;
        holders += 1;
        expect(holders).toBe(1);
        holders -= 1;
        await store.release(record.id);
      };

      await Promise.all(Array.from({ length: 100 }, turn));
    });
  });

  describe('as an idempotency store, moving on', () => {
    given('a settled record keeps its end and its new time, and no longer what was asked', async ({ store }) => {
      const record = await bring(store, 'claimed', { sealedInput: 'v1.input' });
      const settled = end('v1.sealed', { expiresAt: T0 + 2 * HOUR });

      expect(await store.advance(record.id, 'claimed', 'sent')).toBe(true);
      expect(await store.advance(record.id, 'sent', 'done', settled)).toBe(true);

      const { record: found } = (await claim(store, writeRecordFixture())) as { record: WriteRecord };
      expect(found).toEqual({ ...record, state: 'done', sealedInput: undefined, ...settled });
    });

    given('a record in another state, and an unknown one, stay as they are', async ({ store }) => {
      const record = await bring(store, 'sent');

      expect(await store.advance(record.id, 'claimed', 'done', end('v1.wrong'))).toBe(false);
      expect(await store.advance(uuidv7(T0), 'claimed', 'sent')).toBe(false);

      expect(await claim(store, writeRecordFixture())).toEqual({
        claimed: false,
        record: { ...record, state: 'sent' },
      });
    });

    given('of 100 parallel moves from one state one happens', async ({ store }) => {
      const record = await bring(store, 'sent');

      const moves = await Promise.all(
        Array.from({ length: 100 }, (_, move) => store.advance(record.id, 'sent', 'done', end(`v1.${move}`))),
      );

      expect(moves.filter(Boolean)).toHaveLength(1);
      const { record: found } = (await claim(store, writeRecordFixture())) as { record: WriteRecord };
      expect(found.sealed).toBe(`v1.${moves.indexOf(true)}`);
    });

    given('a released record frees its key, whether it was sent or not', async ({ store }) => {
      const claimed = await bring(store, 'claimed', { key: 'k1' });
      const sent = await bring(store, 'sent', { key: 'k2' });

      await store.release(claimed.id);
      await store.release(sent.id);

      expect(await claim(store, writeRecordFixture({ key: 'k1' }))).toEqual({ claimed: true });
      expect(await claim(store, writeRecordFixture({ key: 'k2' }))).toEqual({ claimed: true });
    });

    given('a record that is settled or unknown cannot be released', async ({ store }) => {
      for (const state of ['done', 'refused', 'unknown'] as const) {
        const record = await bring(store, state, { key: state });

        await store.release(record.id);

        const found = await claim(store, writeRecordFixture({ key: state }));
        expect(found).toMatchObject({ claimed: false, record: { id: record.id, state } });
      }
    });
  });

  describe('as an idempotency store, after a crash', () => {
    given('claimed records are released and sent ones are unknown, and told by number', async ({ store }) => {
      await bring(store, 'claimed', { key: 'k1' });
      await bring(store, 'sent', { key: 'k2' });
      await bring(store, 'sent', { key: 'k3' });
      await bring(store, 'done', { key: 'k4' });
      await bring(store, 'refused', { key: 'k5' });
      await bring(store, 'unknown', { key: 'k6' });

      expect(await store.recover(T0 + 1)).toBe(2);

      const states = [];
      for (const key of ['k1', 'k2', 'k3', 'k4', 'k5', 'k6']) {
        const found = await claim(store, writeRecordFixture({ key }));
        states.push(found.claimed ? 'free' : found.record.state);
      }
      expect(states).toEqual(['free', 'unknown', 'unknown', 'done', 'refused', 'unknown']);
    });

    given('with nothing left behind there is nothing to do', async ({ store }) => {
      expect(await store.recover(T0 + 1)).toBe(0);
    });

    given('records created at the instant or after it are left to who carries them out', async ({ store }) => {
      const claimed = await bring(store, 'claimed', { key: 'k1', createdAt: T0 + 5 });
      const sent = await bring(store, 'sent', { key: 'k2', createdAt: T0 + 6 });

      expect(await store.recover(T0 + 5)).toBe(0);

      expect(await store.advance(claimed.id, 'claimed', 'sent')).toBe(true);
      expect(await store.advance(sent.id, 'sent', 'done', end('v1.sealed'))).toBe(true);
    });
  });

  describe('as an idempotency store, purging', () => {
    given('settled records that expired before the instant go, and only they', async ({ store }) => {
      await bring(store, 'done', { key: 'k1', expiresAt: T0 + 9 });
      await bring(store, 'refused', { key: 'k2', expiresAt: T0 + 9 });
      await bring(store, 'done', { key: 'k3', expiresAt: T0 + 10 });
      await bring(store, 'unknown', { key: 'k4', expiresAt: T0 + 1 });
      await bring(store, 'sent', { key: 'k5', expiresAt: T0 + 1 });
      await bring(store, 'claimed', { key: 'k6', expiresAt: T0 + 1 });

      expect(await store.purge(T0 + 10, 100)).toBe(2);

      const kept = [];
      for (const key of ['k1', 'k2', 'k3', 'k4', 'k5', 'k6']) {
        if (!(await claim(store, writeRecordFixture({ key, createdAt: T0 }))).claimed) kept.push(key);
      }
      expect(kept).toEqual(['k3', 'k4', 'k5', 'k6']);
    });

    given('at most as many go as were asked for', async ({ store }) => {
      for (const key of ['k1', 'k2', 'k3']) await bring(store, 'done', { key });

      expect(await store.purge(T0 + 2 * HOUR, 2)).toBe(2);
      expect(await store.purge(T0 + 2 * HOUR, 2)).toBe(1);
      expect(await store.purge(T0 + 2 * HOUR, 2)).toBe(0);
    });
  });
}
