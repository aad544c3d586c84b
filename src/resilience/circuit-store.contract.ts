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
  const tell = async (store: CircuitStore, kind: 'failure' | 'success' | 'hold' | 'close', times = 1) => {
    let told: Told | undefined;
    for (let n = 0; n < times; n += 1) told = await store.tell('c', { kind });
    return told as Told;
  };
  /** Tells so many slow attempts, after so many quick ones. */
  const slow = async (store: CircuitStore, quick = 0, times = 1) => {
    let told: Told | undefined;
    for (let n = 0; n < times; n += 1) told = await store.tell('c', { kind: 'slow', quick: n === 0 ? quick : 0 });
    return told as Told;
  };
  const quick = async (store: CircuitStore, quick: number) => store.tell('c', { kind: 'quick', quick });
  /** Lets failures open it. */
  const trip = (store: CircuitStore) => tell(store, 'failure', OPTIONS.failures);
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

    given('slow attempts are counted together, and half of the latest twenty open, once', async ({ one, other }) => {
      await slow(one, 10);
      await slow(other, 0, 4);
      expect(await slow(one, 0, 4)).toMatchObject({
        moved: false,
        record: { latest: `${'0'.repeat(10)}${'1'.repeat(9)}` },
      });

      const tenth = await slow(other);
      const eleventh = await slow(one);

      expect(tenth).toMatchObject({ moved: true, record: { open: true, openings: 1, latest: '', restsForMs: 60_000 } });
      expect(eleventh).toMatchObject({ moved: false, record: { open: true, openings: 1, latest: '' } });
    });

    given('slow attempts open nothing before twenty attempts were seen', async ({ one, other }) => {
      await slow(one, 0, 10);

      expect(await slow(other, 0, 9)).toMatchObject({ moved: false, record: { open: false, latest: '1'.repeat(19) } });
      expect(await slow(one)).toMatchObject({ moved: true, record: { open: true } });
    });

    given('quick attempts push slow ones out, and are not kept where there is none', async ({ one, other }) => {
      await quick(one, 5);
      expect(await one.read(['c'])).toEqual(new Map());
      await slow(one, 11, 9);
      await quick(other, 15);
      expect(await recordOf(one)).toMatchObject({ latest: `11111${'0'.repeat(15)}` });

      await quick(other, 1_000_000);

      const plain = await recordOf(one);
      expect(plain).toMatchObject({ latest: '0'.repeat(20) });
      expect((await quick(other, 3)).record).toEqual(plain);
      expect(await slow(one, 0, 9)).toMatchObject({ record: { open: false } });
      expect(await slow(other)).toMatchObject({ moved: true });
    });

    given('failures and slowness are counted apart', async ({ one, other }) => {
      await slow(one, 20, 9);
      await tell(other, 'failure', 4);
      expect(await tell(one, 'success')).toMatchObject({
        record: { failures: 0, latest: `${'0'.repeat(11)}${'1'.repeat(9)}` },
      });
      await tell(other, 'failure', 4);

      expect(await slow(one)).toMatchObject({ moved: true, record: { open: true, failures: 0, latest: '' } });
    });

    given('who closes it forgets what was slow, and so does a probe', async ({ one, other, advance }) => {
      await slow(one, 20, 9);
      expect(await tell(other, 'close')).toMatchObject({ moved: false, record: { latest: '' } });
      await slow(one, 20, 10);
      await advance(60_000);
      await probe(other, 'a');
      await slow(one, 20, 10);

      expect(await probed(other, 'a', 'success')).toMatchObject({ moved: true, record: { open: false, latest: '' } });
      expect(await slow(one)).toMatchObject({ moved: false, record: { latest: '1' } });
    });

    given('of parallel slow attempts twenty open and the others change nothing', async ({ one, other }) => {
      const told = await Promise.all(
        Array.from({ length: 100 }, async (_, n) => (n % 2 === 0 ? one : other).tell('c', { kind: 'slow', quick: 0 })),
      );

      expect(told.filter(({ moved }) => moved)).toHaveLength(1);
      expect(await recordOf(one)).toMatchObject({ open: true, openings: 1, latest: '' });
    });

    given('circuits are apart', async ({ one }) => {
      await trip(one);
      await one.tell('d', { kind: 'failure' });

      const records = await one.read(['d', 'c', 'e']);

      expect([...records.keys()].sort()).toEqual(['c', 'd']);
      expect(records.get('d')).toMatchObject({ open: false, failures: 1 });
    });

    given('a rest is over for everybody when it is over, and not a moment before', async ({ one, other, advance }) => {
      await trip(one);
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
      await trip(one);
      stepWall(3_600_000);
      expect(await probe(one, 'a')).toMatchObject({ moved: false, record: { restsForMs: 60_000 } });
      stepWall(-7_200_000);
      await advance(60_000);
      expect(await probe(one, 'a')).toMatchObject({ moved: true });
    });

    given('of fifty who ask at once one has the place of the probe', async ({ one, other, advance }) => {
      await trip(one);
      await advance(60_000);

      const told = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => probe(n % 2 === 0 ? one : other, `token ${n}`)),
      );

      const taken = told.filter(({ moved }) => moved);
      expect(taken).toHaveLength(1);
      expect(new Set(told.map(({ record }) => record.probe?.token))).toEqual(new Set([taken[0]?.record.probe?.token]));
    });

    given('the probe closes, rests anew, or gives its place back', async ({ one, other, advance }) => {
      await trip(one);
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
      await trip(one);
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
      await trip(one);
      await advance(60_000);
      await probe(one, 'a');
      await advance(80_000);

      expect(await probed(one, 'a', 'success')).toMatchObject({ moved: true, record: { open: false } });
    });

    given('what a person holds stays open, whatever a probe or time says', async ({ one, other, advance }) => {
      await trip(one);
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
        { kind: 'slow', quick: 3 },
        { kind: 'quick', quick: 1 },
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
      const record = { openings: 7, failures: 0, latest: '01', open: true, held: false, restsForMs: 30_000 };

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

    given('a lost record is put back, held or not, unless one as late is known', async ({ one, other }) => {
      const { record: open } = await trip(one);
      const { record: held } = await tell(one, 'hold');

      expect(await other.restore('c', open)).toEqual(held);
      expect(await other.restore('c', held)).toEqual(held);
      const back = await other.restore('c', { ...open, revision: held.revision + 10 });

      expect(back).toMatchObject({ open: true, held: false });
      expect(back.revision).toBeGreaterThan(held.revision + 10);
      expect(await recordOf(one)).toEqual(back);
      await other.restore('d', { ...held, revision: 1 });
      expect((await one.read(['d'])).get('d')).toMatchObject({ held: true });
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
