import { describe, expect, it } from 'vitest';
import { intentFixture, writeRecordFixture } from '../../test/support/write-record.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import { type DeadLetterStore, LETTER_ATTEMPTS_MAX, type LetterEnd, type Settlement } from './dead-letter-store.ts';

type Fixture = ReturnType<typeof writeRecordFixture>;

/** A store that is empty when it is opened, the records that its letters belong to, and what closes both. */
export interface OpenedDeadLetterStore {
  readonly store: DeadLetterStore;
  readonly records: {
    claim(record: Fixture, intent: AuditEntry, since: number): Promise<unknown>;
    advance(id: string, from: 'claimed', to: 'sent'): Promise<boolean>;
    release(id: string): Promise<void>;
    recover(claimedBefore: number): Promise<number>;
    purge(before: number, limit: number): Promise<number>;
  };
  readonly intents: { count(): Promise<number> };
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const LATER = T0 + HOUR;
const END: LetterEnd = {
  code: 'upstream_failed',
  message: 'The vendor failed.',
  attempts: [{ at: T0 + 1, code: 'upstream_timeout' }, { at: T0 + 2 }],
  at: T0 + 3,
};
const DISCARD: Settlement = {
  from: 'parked',
  to: 'discarded',
  by: 'person',
  reason: 'Done by hand.',
  expiresAt: T0 + HOUR,
};

/** What every `DeadLetterStore` promises. */
export function deadLetterStoreContract(open: () => Promise<OpenedDeadLetterStore>): void {
  const given = (name: string, run: (opened: OpenedDeadLetterStore) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });
  const sent = async ({ records }: OpenedDeadLetterStore, key: string, over: Partial<Fixture> = {}) => {
    const record = writeRecordFixture({ key, sealedInput: 'v1.input', ...over });
    await records.claim(record, intentFixture(record), T0);
    await records.advance(record.id, 'claimed', 'sent');
    return record;
  };
  const kept = async (opened: OpenedDeadLetterStore, key: string, to: 'parked' | 'unknown' = 'parked') => {
    const record = await sent(opened, key);
    expect(await opened.store.keep(record.id, to, END)).toBe(true);
    return record;
  };
  const stateOf = async ({ store }: OpenedDeadLetterStore, id: string) =>
    (await store.find({ id, limit: 1 }))[0]?.state;

  describe('as a dead letter store, keeping', () => {
    given('a write that was sent is found with all that is known of it', async (opened) => {
      const record = await kept(opened, 'k1');

      expect(await opened.store.find({ limit: 10 })).toEqual([
        {
          id: record.id,
          principalId: 'p1',
          principalName: 'agent',
          tool: record.tool,
          connection: record.connection,
          key: 'k1',
          sealedInput: 'v1.input',
          state: 'parked',
          code: END.code,
          message: END.message,
          attempts: END.attempts,
          reason: undefined,
          settledBy: undefined,
          checks: 0,
          checkedAt: undefined,
          checkSaid: undefined,
          correlationId: record.correlationId,
          fingerprint: record.fingerprint,
          createdAt: record.createdAt,
          claimedAt: record.createdAt,
          keptAt: END.at,
        },
      ]);
    });

    given('a record that is not sent is not kept, and nothing is written', async (opened) => {
      const record = writeRecordFixture();
      await opened.records.claim(record, intentFixture(record), T0);

      expect(await opened.store.keep(record.id, 'parked', END)).toBe(false);
      expect(await opened.store.find({ limit: 10 })).toEqual([]);
    });

    given(
      'a letter that comes back keeps its first time and adds to its attempts, the latest hundred',
      async (opened) => {
        const record = await kept(opened, 'k1');
        await opened.store.reopen(record.id, record.fingerprint, intentFixture(record));
        await opened.records.advance(record.id, 'claimed', 'sent');
        const attempts = Array.from({ length: LETTER_ATTEMPTS_MAX - 1 }, (_, n) => ({ at: T0 + 10 + n }));

        await opened.store.keep(record.id, 'parked', {
          code: 'circuit_open',
          message: 'It rests.',
          attempts,
          at: T0 + 99,
        });

        const [letter] = await opened.store.find({ limit: 10 });
        expect(letter).toMatchObject({ code: 'circuit_open', message: 'It rests.', keptAt: END.at });
        expect(letter?.attempts).toEqual([END.attempts[1], ...attempts]);
      },
    );

    given('letters are found by state, by age and from an id on, oldest first', async (opened) => {
      const ids = [];
      for (const key of ['k1', 'k2', 'k3']) ids.push((await kept(opened, key)).id);
      await kept(opened, 'k4', 'unknown');
      ids.sort();
      const found = async (query: Parameters<DeadLetterStore['find']>[0]) =>
        (await opened.store.find(query)).map(({ id }) => id);

      expect(await found({ states: ['parked'], limit: 10 })).toEqual(ids);
      expect(await found({ states: ['parked'], limit: 1 })).toEqual([ids[0]]);
      expect(await found({ states: ['parked'], after: ids[0], limit: 10 })).toEqual(ids.slice(1));
      expect(await found({ keptBefore: END.at, limit: 10 })).toEqual([]);
      expect(await found({ keptBefore: END.at + 1, limit: 10 })).toHaveLength(4);
      expect(await opened.store.counts()).toMatchObject({ parked: 3, unknown: 1, redriving: 0, done: 0 });
    });
  });

  describe('as a dead letter store, reopening', () => {
    given('a parked write is claimed again, with its intent', async (opened) => {
      const record = await kept(opened, 'k1');

      expect(await opened.store.reopen(record.id, record.fingerprint, intentFixture(record))).toBe('reopened');

      expect(await stateOf(opened, record.id)).toBe('redriving');
      expect(await opened.intents.count()).toBe(2);
      expect(await opened.records.advance(record.id, 'claimed', 'sent')).toBe(true);
    });

    given('of 100 who reopen one write at once one does, and one intent is there', async (opened) => {
      const record = await kept(opened, 'k1');

      const ends = await Promise.all(
        Array.from({ length: 100 }, () => opened.store.reopen(record.id, record.fingerprint, intentFixture(record))),
      );

      expect(ends.filter((end) => end === 'reopened')).toHaveLength(1);
      expect(ends.filter((end) => end === 'taken')).toHaveLength(99);
      expect(await opened.intents.count()).toBe(2);
    });

    given('a write that means another call now stays parked', async (opened) => {
      const record = await kept(opened, 'k1');

      expect(await opened.store.reopen(record.id, 'f2', intentFixture(record))).toBe('changed');
      expect(await stateOf(opened, record.id)).toBe('parked');
      expect(await opened.intents.count()).toBe(1);
    });

    given('an unknown write is never reopened', async (opened) => {
      const record = await kept(opened, 'k1', 'unknown');

      expect(await opened.store.reopen(record.id, record.fingerprint, intentFixture(record))).toBe('taken');
      expect(await stateOf(opened, record.id)).toBe('unknown');
    });

    given('a reopened write that is released, or was not sent when a crash came, is parked again', async (opened) => {
      const released = await kept(opened, 'k1');
      const crashed = await kept(opened, 'k2');
      for (const record of [released, crashed]) {
        await opened.store.reopen(record.id, record.fingerprint, intentFixture(record));
      }

      await opened.records.release(released.id);
      expect(await stateOf(opened, released.id)).toBe('parked');
      expect(await stateOf(opened, crashed.id)).toBe('redriving');
      expect(await opened.records.recover(LATER)).toBe(0);
      expect(await stateOf(opened, crashed.id)).toBe('parked');
    });

    given(
      'a reopened write is as young as its reopening: another process does not take it for a crash',
      async (opened) => {
        const record = await kept(opened, 'k1');
        await opened.store.reopen(record.id, record.fingerprint, { ...intentFixture(record), at: LATER });
        await opened.records.advance(record.id, 'claimed', 'sent');

        expect(await opened.records.recover(LATER)).toBe(0);
        expect(await stateOf(opened, record.id)).toBe('redriving');
        expect(await opened.records.recover(LATER + 1)).toBe(1);
      },
    );

    given('a reopened write that was sent when a crash came is unknown, and says so', async (opened) => {
      const record = await kept(opened, 'k1');
      await opened.store.reopen(record.id, record.fingerprint, intentFixture(record));
      await opened.records.advance(record.id, 'claimed', 'sent');

      expect(await opened.records.recover(LATER)).toBe(1);

      const [letter] = await opened.store.find({ id: record.id, limit: 1 });
      expect(letter).toMatchObject({ state: 'unknown', code: 'outcome_unknown', attempts: END.attempts });
    });
  });

  describe('as a dead letter store, settling', () => {
    given('a discarded write keeps its reason, forgets its input, and goes when it has expired', async (opened) => {
      const record = await kept(opened, 'k1');

      expect(await opened.store.settle(record.id, DISCARD)).toBe(true);

      const [letter] = await opened.store.find({ limit: 10 });
      expect(letter).toMatchObject({
        state: 'discarded',
        reason: DISCARD.reason,
        settledBy: 'person',
        sealedInput: undefined,
      });
      expect(await opened.records.purge(DISCARD.expiresAt, 10)).toBe(0);
      expect(await opened.records.purge(DISCARD.expiresAt + 1, 10)).toBe(1);
      expect(await opened.store.find({ limit: 10 })).toEqual([]);
    });

    given(
      'an unknown write that is found to be done answers for its key; one that was not frees it',
      async (opened) => {
        const done = await kept(opened, 'k1', 'unknown');
        const free = await kept(opened, 'k2', 'unknown');

        expect(await opened.store.settle(done.id, { ...DISCARD, from: 'unknown', to: 'done' })).toBe(true);
        expect(await opened.store.settle(free.id, { ...DISCARD, from: 'unknown', to: 'free' })).toBe(true);

        expect(await stateOf(opened, done.id)).toBe('done');
        expect(await stateOf(opened, free.id)).toBeUndefined();
        const again = writeRecordFixture({ key: 'k2' });
        expect(await opened.records.claim(again, intentFixture(again), T0 + HOUR)).toMatchObject({ claimed: true });
      },
    );

    given('an unknown write whose outcome was found replays it to its key', async (opened) => {
      const { id, key } = await kept(opened, 'k1', 'unknown');
      const found: Settlement = { ...DISCARD, from: 'unknown', to: 'done', by: 'read-back', sealed: 'v1.outcome' };

      expect(await opened.store.settle(id, found)).toBe(true);

      const again = writeRecordFixture({ key });
      expect(await opened.records.claim(again, intentFixture(again), T0)).toMatchObject({
        claimed: false,
        record: { id, state: 'done', sealed: 'v1.outcome' },
      });
    });

    given('a letter in another state is not settled', async (opened) => {
      const record = await kept(opened, 'k1');

      expect(await opened.store.settle(record.id, { ...DISCARD, from: 'unknown', to: 'free' })).toBe(false);
      expect(await opened.store.settle('no such id', DISCARD)).toBe(false);
      expect(await stateOf(opened, record.id)).toBe('parked');
    });

    given('a settled letter whose key is used anew after its time goes with its record', async (opened) => {
      const record = await kept(opened, 'k1');
      await opened.store.settle(record.id, DISCARD);

      const later = writeRecordFixture({ key: 'k1', createdAt: DISCARD.expiresAt + 1 });

      expect(await opened.records.claim(later, intentFixture(later), T0)).toMatchObject({ claimed: true });
      expect(await opened.store.find({ limit: 10 })).toEqual([]);
    });
  });

  describe('as a dead letter store, gathering', () => {
    given('what a crash left unknown is given a letter, once', async (opened) => {
      const record = await sent(opened, 'k1');
      await kept(opened, 'k2', 'unknown');
      await opened.records.recover(LATER);

      expect(await opened.store.gather(T0 + 7)).toBe(1);
      expect(await opened.store.gather(T0 + 8)).toBe(0);

      const [letter] = await opened.store.find({ id: record.id, limit: 1 });
      expect(letter).toMatchObject({
        state: 'unknown',
        code: 'outcome_unknown',
        sealedInput: 'v1.input',
        keptAt: T0 + 7,
      });
    });
  });
}
