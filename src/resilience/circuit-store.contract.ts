import { describe, expect, it } from 'vitest';
import {
  type CircuitEvent,
  type CircuitOptions,
  type CircuitRecord,
  type CircuitStore,
  CLOSED,
  type Told,
} from './circuit-store.ts';

/** Two stores that keep the same circuits, as two replicas have them, what lets their time pass, and what closes them. */
export interface OpenedCircuitStore {
  readonly one: CircuitStore;
  readonly other: CircuitStore;
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the machine's wall clock forward or back. */
  readonly stepWall: (ms: number) => void;
  readonly close: () => Promise<void>;
}

const OPTIONS: CircuitOptions = { failures: 5, openMs: 60_000, leaseMs: 80_000 };

/** What every `CircuitStore` promises. */
export function circuitStoreContract(open: (options: CircuitOptions) => Promise<OpenedCircuitStore>): void {
  const given = (name: string, run: (opened: OpenedCircuitStore) => Promise<void>) =>
    it(name, async () => {
      const opened = await open(OPTIONS);
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  /** Tells one event, or the same several times in a row. */
  const tell = async (store: CircuitStore, kind: 'failure' | 'success' | 'slow' | 'hold' | 'close', times = 1) => {
    let told: Told | undefined;
    for (let n = 0; n < times; n += 1) told = await store.tell('c', { kind });
    return told as Told;
  };
  const probe = (store: CircuitStore, token: string) => store.tell('c', { kind: 'probe', token });
  const probed = (store: CircuitStore, token: string, verdict: 'success' | 'failure' | 'neither') =>
    store.tell('c', { kind: 'probed', token, verdict });
  const recordOf = async (store: CircuitStore) => (await store.read(['c'])).get('c') as CircuitRecord;

  describe('as a circuit store', () => {
    given('an unknown circuit is closed, and reading makes none known', async ({ one }) => {
      expect([...(await one.read(['c', 'd']))]).toEqual([]);

      const told = await tell(one, 'success');

      expect(told).toMatchObject({ moved: false, record: { open: false, held: false, failures: 0 } });
      expect([...(await one.read(['c']))]).toEqual([]);
    });

    given('failures in a row are counted together, and the fifth opens, once', async ({ one, other }) => {
      await tell(one, 'failure', 2);
      expect(await tell(other, 'failure', 2)).toMatchObject({ moved: false, record: { failures: 4, open: false } });

      const fifth = await tell(one, 'failure');
      const sixth = await tell(other, 'failure');

      expect(fifth).toMatchObject({
        moved: true,
        record: { open: true, held: false, failures: 0, restsForMs: 60_000 },
      });
      expect(sixth).toMatchObject({ moved: false, record: { open: true, openings: 1 } });
    });

    given('a success forgets the failures, whoever saw them, and opens or closes nothing', async ({ one, other }) => {
      await tell(one, 'failure', 4);
      expect(await tell(other, 'success')).toMatchObject({ moved: false, record: { failures: 0 } });
      expect(await tell(one, 'failure', 4)).toMatchObject({ record: { open: false, failures: 4 } });
      await tell(one, 'failure');

      expect(await tell(other, 'success')).toMatchObject({ moved: false, record: { open: true } });
    });

    given('slowness opens at once, and no second time', async ({ one, other }) => {
      expect(await tell(one, 'slow')).toMatchObject({ moved: true, record: { open: true, openings: 1 } });
      expect(await tell(other, 'slow')).toMatchObject({ moved: false, record: { open: true, openings: 1 } });
    });

    given('circuits are apart', async ({ one }) => {
      await tell(one, 'slow');
      await one.tell('d', { kind: 'failure' });

      const records = await one.read(['d', 'c', 'e']);

      expect([...records.keys()].sort()).toEqual(['c', 'd']);
      expect(records.get('d')).toMatchObject({ open: false, failures: 1 });
    });

    given('a rest is over for everybody when it is over, and not a moment before', async ({ one, other, advance }) => {
      await tell(one, 'slow');
      await advance(20_000);
      expect((await recordOf(other)).restsForMs).toBe(40_000);
      await advance(39_999);
      expect(await probe(other, 'early')).toMatchObject({ moved: false, record: { restsForMs: 1 } });

      await advance(1);

      expect((await recordOf(one)).restsForMs).toBe(0);
      expect(await probe(other, 'a')).toMatchObject({
        moved: true,
        record: { probe: { token: 'a', leaseMs: 80_000 } },
      });
    });

    given('a step of the wall clock moves no rest', async ({ one, stepWall, advance }) => {
      await tell(one, 'slow');
      stepWall(3_600_000);
      expect(await probe(one, 'a')).toMatchObject({ moved: false, record: { restsForMs: 60_000 } });
      stepWall(-7_200_000);
      await advance(60_000);
      expect(await probe(one, 'a')).toMatchObject({ moved: true });
    });

    given('of fifty who ask at once one has the place of the probe', async ({ one, other, advance }) => {
      await tell(one, 'slow');
      await advance(60_000);

      const told = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => probe(n % 2 === 0 ? one : other, `token ${n}`)),
      );

      const taken = told.filter(({ moved }) => moved);
      expect(taken).toHaveLength(1);
      expect(new Set(told.map(({ record }) => record.probe?.token))).toEqual(new Set([taken[0]?.record.probe?.token]));
    });

    given('the probe closes, rests anew, or gives its place back', async ({ one, other, advance }) => {
      await tell(one, 'slow');
      await advance(60_000);
      await probe(one, 'a');
      expect(await probed(one, 'a', 'neither')).toMatchObject({ moved: false, record: { open: true, restsForMs: 0 } });
      expect((await recordOf(other)).probe).toBeUndefined();

      await probe(other, 'b');
      expect(await probed(other, 'b', 'failure')).toMatchObject({
        moved: true,
        record: { open: true, openings: 2, restsForMs: 60_000 },
      });

      await advance(60_000);
      await probe(one, 'c');
      expect(await probed(one, 'c', 'success')).toMatchObject({ moved: true, record: { open: false, failures: 0 } });
      expect(await probe(other, 'd')).toMatchObject({ moved: false, record: { open: false } });
    });

    given('a probe of which nothing is heard loses its place to the next who asks', async ({ one, other, advance }) => {
      await tell(one, 'slow');
      await advance(60_000);
      await probe(one, 'lost');
      await advance(79_999);
      expect(await probe(other, 'b')).toMatchObject({ moved: false, record: { probe: { token: 'lost', leaseMs: 1 } } });
      await advance(1);
      expect((await recordOf(other)).probe).toBeUndefined();

      expect(await probe(other, 'b')).toMatchObject({ moved: true, record: { probe: { token: 'b' } } });

      expect(await probed(one, 'lost', 'success')).toMatchObject({ moved: false, record: { probe: { token: 'b' } } });
      expect(await probed(other, 'b', 'success')).toMatchObject({ moved: true, record: { open: false } });
    });

    given('a probe that was slow to end counts while nobody else has its place', async ({ one, advance }) => {
      await tell(one, 'slow');
      await advance(60_000);
      await probe(one, 'a');
      await advance(80_000);

      expect(await probed(one, 'a', 'success')).toMatchObject({ moved: true, record: { open: false } });
    });

    given('what a person holds stays open, whatever a probe or time says', async ({ one, other, advance }) => {
      await tell(one, 'slow');
      await advance(60_000);
      await probe(other, 'a');

      expect(await tell(one, 'hold')).toMatchObject({ moved: true, record: { open: true, held: true, restsForMs: 0 } });
      expect(await tell(other, 'hold')).toMatchObject({ moved: false });
      expect(await probed(other, 'a', 'success')).toMatchObject({ moved: false, record: { held: true } });
      await advance(7 * 86_400_000);
      expect(await probe(other, 'b')).toMatchObject({ moved: false, record: { open: true, held: true } });
      expect(await recordOf(other)).toMatchObject({ open: true, held: true });
    });

    given('a person closes whatever is open, and forgets what was counted', async ({ one, other }) => {
      await tell(one, 'hold');
      expect(await tell(other, 'close')).toMatchObject({ moved: true, record: { open: false, held: false } });
      expect(await tell(other, 'close')).toMatchObject({ moved: false });

      await tell(one, 'failure', 4);
      expect(await tell(other, 'close')).toMatchObject({ moved: false, record: { failures: 0 } });
      expect(await tell(one, 'failure', 4)).toMatchObject({ record: { open: false } });
    });

    given('every change raises the revision, and nothing else does', async ({ one, other, advance }) => {
      const events: CircuitEvent[] = [
        { kind: 'failure' },
        { kind: 'success' },
        { kind: 'slow' },
        { kind: 'hold' },
        { kind: 'close' },
      ];
      let last = 0;
      for (const event of events) {
        const { revision } = (await one.tell('c', event)).record;
        expect(revision).toBeGreaterThan(last);
        await advance(1_000);
        expect((await recordOf(other)).revision).toBe(revision);
        last = revision;
      }

      expect((await tell(other, 'success')).record.revision).toBe(last);
    });

    given('a record that is put replaces what was known, with a greater revision than either', async (opened) => {
      const { one, other, advance } = opened;
      await tell(one, 'failure', 3);
      const before = await recordOf(one);
      const record = { openings: 7, failures: 0, open: true, held: false, restsForMs: 30_000 };

      const put = await one.put('c', { ...record, revision: before.revision + 100 }, false);

      expect(put.revision).toBeGreaterThan(before.revision + 100);
      expect(await recordOf(other)).toEqual({ ...record, revision: put.revision });
      const older = await other.put('c', { ...record, revision: 1, probe: { token: 'a', leaseMs: 10_000 } }, false);
      expect(older.revision).toBeGreaterThan(put.revision);
      await advance(30_000);
      expect(await probed(one, 'a', 'success')).toMatchObject({ moved: true, record: { open: false } });
    });

    given('what a person holds is replaced by what a person has decided alone', async ({ one, other }) => {
      const { record: held } = await tell(one, 'hold');
      const closed = { ...CLOSED, revision: held.revision };

      expect(await other.put('c', closed, false)).toEqual(held);
      expect(await recordOf(one)).toEqual(held);
      expect(await other.put('c', closed, true)).toMatchObject({ open: false, held: false });
      expect(await recordOf(one)).toMatchObject({ open: false, held: false });
    });

    given('of parallel failures five open and the others change nothing', async ({ one, other }) => {
      const told = await Promise.all(
        Array.from({ length: 100 }, async (_, n) => (n % 2 === 0 ? one : other).tell('c', { kind: 'failure' })),
      );

      expect(told.filter(({ moved }) => moved)).toHaveLength(1);
      expect(await recordOf(one)).toMatchObject({ open: true, openings: 1, failures: 0 });
    });
  });
}
