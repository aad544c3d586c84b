import { describe, expect, it } from 'vitest';
import { intentFixture, writeRecordFixture } from '../../test/support/write-record.ts';
import type { CheckStore, DueChecks } from './check-store.ts';
import type { OpenedDeadLetterStore } from './dead-letter-store.contract.ts';
import type { Settlement } from './dead-letter-store.ts';

/** A store that is empty when it is opened, beside the letters' own. */
export interface OpenedCheckStore extends OpenedDeadLetterStore {
  readonly checks: CheckStore;
}

const T0 = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const DUE: DueChecks = {
  at: T0 + 10 * MINUTE,
  checksMax: 3,
  keptBefore: T0 + 9 * MINUTE,
  takenUntil: T0 + 12 * MINUTE,
  limit: 10,
};
const DONE: Settlement = { from: 'unknown', to: 'done', by: 'read-back', reason: 'It is there.', expiresAt: T0 };

/** What every `CheckStore` promises. */
export function checkStoreContract(open: () => Promise<OpenedCheckStore>): void {
  const given = (name: string, run: (opened: OpenedCheckStore) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });
  const kept = async ({ records, store }: OpenedCheckStore, key: string, to: 'parked' | 'unknown' = 'unknown') => {
    const record = writeRecordFixture({ key, sealedInput: 'v1.input' });
    await records.claim(record, intentFixture(record), T0);
    await records.advance(record.id, 'claimed', 'sent');
    await store.keep(record.id, to, { code: 'upstream_timeout', message: 'Late.', attempts: [{ at: T0 }], at: T0 });
    return record;
  };
  const taken = async ({ checks }: OpenedCheckStore, over: Partial<DueChecks> = {}) =>
    (await checks.take({ ...DUE, ...over })).map(({ id }) => id);

  describe('as a check store', () => {
    given('gives every unknown write with what is known of it, and no other', async (opened) => {
      const record = await kept(opened, 'k1');
      await kept(opened, 'k2', 'parked');

      expect(await opened.checks.take(DUE)).toMatchObject([
        { id: record.id, state: 'unknown', sealedInput: 'v1.input', fingerprint: record.fingerprint, checks: 0 },
      ]);
    });

    given('does not give what was kept only now', async (opened) => {
      await kept(opened, 'k1');

      expect(await taken(opened, { keptBefore: T0 })).toEqual([]);
      expect(await taken(opened, { keptBefore: T0 + 1 })).toHaveLength(1);
    });

    given('gives what was taken to nobody else until its time is over', async (opened) => {
      const { id } = await kept(opened, 'k1');
      expect(await taken(opened)).toEqual([id]);

      expect(await taken(opened, { at: DUE.takenUntil - 1 })).toEqual([]);
      expect(await taken(opened, { at: DUE.takenUntil })).toEqual([id]);
    });

    given('gives each of many letters to one of 20 who ask at once', async (opened) => {
      const ids = [];
      for (let n = 0; n < 15; n += 1) ids.push((await kept(opened, `k${n}`)).id);

      const gifts = await Promise.all(Array.from({ length: 20 }, () => taken(opened, { limit: 4 })));

      const given = gifts.flat();
      expect(new Set(given).size).toBe(given.length);
      const rest = await taken(opened, { limit: 100 });
      expect([...given, ...rest].sort()).toEqual(ids.sort());
    });

    given('counts a look that was made, tells what it said, and gives the letter again at its time', async (opened) => {
      const { id } = await kept(opened, 'k1');
      const nextAt = DUE.at + MINUTE;

      await opened.checks.note(id, { said: 'Not seen.', checkedAt: DUE.at, nextAt });

      const [letter] = await opened.store.find({ id, limit: 1 });
      expect(letter).toMatchObject({ checks: 1, checkedAt: DUE.at, checkSaid: 'Not seen.' });
      expect(await taken(opened, { at: nextAt - 1 })).toEqual([]);
      expect(await taken(opened, { at: nextAt })).toEqual([id]);
    });

    given('does not count a look that did not come as far as the vendor', async (opened) => {
      const { id } = await kept(opened, 'k1');
      await opened.checks.note(id, { said: 'Not seen.', checkedAt: DUE.at, nextAt: 0 });

      await opened.checks.note(id, { said: 'The connection rests.', nextAt: 0 });

      const [letter] = await opened.store.find({ id, limit: 1 });
      expect(letter).toMatchObject({ checks: 1, checkedAt: DUE.at, checkSaid: 'The connection rests.' });
    });

    given('gives a letter no more that was looked for as often as may be', async (opened) => {
      const { id } = await kept(opened, 'k1');
      for (let look = 0; look < DUE.checksMax; look += 1) {
        expect(await taken(opened)).toEqual([id]);
        await opened.checks.note(id, { said: 'Not seen.', checkedAt: DUE.at, nextAt: 0 });
      }

      expect(await taken(opened)).toEqual([]);
    });

    given('gives the longest due first, no more than are asked for', async (opened) => {
      const late = await kept(opened, 'k1');
      const early = await kept(opened, 'k2');
      await opened.checks.note(late.id, { said: 'Not seen.', nextAt: T0 + 2 });
      await opened.checks.note(early.id, { said: 'Not seen.', nextAt: T0 + 1 });

      expect(await taken(opened, { limit: 1 })).toEqual([early.id]);
      expect(await taken(opened, { limit: 1 })).toEqual([late.id]);
    });

    given('neither gives nor notes anything of a write that is settled', async (opened) => {
      const { id } = await kept(opened, 'k1');
      await opened.store.settle(id, DONE);

      await opened.checks.note(id, { said: 'Not seen.', checkedAt: DUE.at, nextAt: 0 });

      expect(await taken(opened)).toEqual([]);
      const [letter] = await opened.store.find({ id, limit: 1 });
      expect(letter).toMatchObject({ state: 'done', settledBy: 'read-back', checks: 0, checkSaid: undefined });
    });

    given('begins anew with a write that became unknown anew', async (opened) => {
      const record = await kept(opened, 'k1', 'parked');
      await opened.store.reopen(record.id, record.fingerprint, intentFixture(record));
      await opened.records.advance(record.id, 'claimed', 'sent');
      const end = { code: 'upstream_timeout', message: 'Late.', attempts: [], at: T0 };
      await opened.store.keep(record.id, 'unknown', end);

      expect(await opened.checks.take(DUE)).toMatchObject([{ id: record.id, checks: 0 }]);
    });
  });
}
