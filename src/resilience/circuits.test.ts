import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../test/support/fake-clock.ts';
import { MemoryCircuitStore } from '../storage/memory/memory-circuit-store.ts';
import { MemoryNoticeBoard } from '../storage/memory/memory-notices.ts';
import type { Breaker, Verdict } from './breaker.ts';
import type { CircuitEvent, CircuitRecord, CircuitStore } from './circuit-store.ts';
import { Circuits, circuitNotice } from './circuits.ts';
import { FallbackCircuitStore } from './fallback-circuit-store.ts';

const OPTIONS = { failures: 5, openMs: 60_000, leaseMs: 80_000 };

/** A store over a network that can fail, and counts what it is asked. */
class DistantCircuitStore implements CircuitStore {
  readonly #clock: FakeClock;
  #store: MemoryCircuitStore;
  asked = 0;
  away = false;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    this.#store = new MemoryCircuitStore(clock, OPTIONS);
  }

  async tell(circuit: string, event: CircuitEvent) {
    const told = await this.#over(() => this.#store.tell(circuit, event));
    return { ...told, shared: true };
  }

  read(circuits: readonly string[]) {
    return this.#over(() => this.#store.read(circuits));
  }

  put(circuit: string, record: CircuitRecord, byPerson: boolean) {
    return this.#over(() => this.#store.put(circuit, record, byPerson));
  }

  /** As a server that kept nothing over its restart. */
  loseAll(): void {
    this.#store = new MemoryCircuitStore(this.#clock, OPTIONS);
  }

  async #over<Reply>(ask: () => Reply): Promise<Reply> {
    this.asked += 1;
    await settle();
    if (this.away) throw new Error('It is away.');
    return ask();
  }
}

function setUp() {
  const clock = createFakeClock();
  const store = new DistantCircuitStore(clock);
  const board = new MemoryNoticeBoard();
  const network = { deaf: false };
  const openReplica = () => {
    const moves: string[] = [];
    const missed: string[] = [];
    const notices = board.join();
    const state = {
      get up() {
        return !store.away;
      },
      missed: (name: string) => missed.push(name),
    };
    const shared = new FallbackCircuitStore(store, new MemoryCircuitStore(clock, OPTIONS), state, (name, record) => {
      void notices.publish('circuits', circuitNotice(name, record));
    });
    const circuits = new Circuits({
      clock,
      store: shared,
      shared,
      observe: (connection, to, cause) => moves.push(`${connection} ${to} (${cause})`),
    });
    notices.subscribe('circuits', { heard: (text) => network.deaf || circuits.hear(text), missed() {} });
    const breaker = circuits.breakerOf('acme/default', 1);
    let sent = 0;
    const attempt = (end: Verdict, on: Breaker = breaker, slow = false) =>
      on.run(
        async () => {
          sent += 1;
          await settle();
          if (end !== 'success') throw new Error(end);
        },
        (error) => (error as Error | undefined)?.message as Verdict,
        () => slow,
      );
    /** So many attempts one after another, quick or slow. */
    const succeed = async (times: number, slow = false) => {
      for (let n = 0; n < times; n += 1) await attempt('success', breaker, slow);
    };
    const fail = async (times: number) => {
      for (let n = 0; n < times; n += 1) await attempt('failure').catch(() => undefined);
    };
    return { circuits, breaker, attempt, succeed, fail, moves, missed, notices, sent: () => sent };
  };
  return { clock, store, network, openReplica, one: openReplica(), other: openReplica() };
}

describe('a circuit of two replicas', () => {
  it('asks nobody while attempts succeed, nor while it rests', async () => {
    const { store, one, other } = setUp();

    for (let n = 0; n < 100; n += 1) await one.attempt('success');
    expect(store.asked).toBe(0);
    await one.fail(5);
    const { asked } = store;
    const refused = await Promise.allSettled(Array.from({ length: 100 }, () => other.attempt('success')));

    expect(refused.map(({ status }) => status)).toEqual(Array(100).fill('rejected'));
    expect([store.asked, other.sent()]).toEqual([asked, 0]);
  });

  it('opens at five failures of both together, and who opened it says so, once', async () => {
    const { one, other } = setUp();
    await one.fail(3);
    expect(other.breaker.view()).toMatchObject({ state: 'closed', failuresInARow: 3 });
    await other.fail(50);

    expect([one.breaker.state, other.breaker.state]).toEqual(['open', 'open']);
    expect([one.sent(), other.sent()]).toEqual([3, 2]);
    expect([one.moves, other.moves]).toEqual([[], ['acme/default open (failures)']]);
    expect([one.breaker.openings, other.breaker.openings]).toEqual([1, 1]);
  });

  it('B9: opens at half of the latest twenty attempts of two replicas being slow, where neither alone has enough', async () => {
    const { one, other } = setUp();
    await one.succeed(10);
    await one.succeed(5, true);
    expect(other.breaker.view()).toMatchObject({ state: 'closed', slow: 5 });
    await other.succeed(4, true);
    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);

    await other.succeed(1, true);

    expect([one.breaker.state, other.breaker.state]).toEqual(['open', 'open']);
    expect([one.moves, other.moves]).toEqual([[], ['acme/default open (slow)']]);
    await expect(one.attempt('success')).rejects.toMatchObject({ code: 'circuit_open' });
  });

  it('forgets the failures of one for a success of the other', async () => {
    const { one, other, store } = setUp();
    await one.fail(4);
    const { asked } = store;

    await Promise.all(Array.from({ length: 20 }, () => other.attempt('success')));
    await settle();
    await settle();

    expect([one.breaker.view().failuresInARow, other.breaker.view().failuresInARow]).toEqual([0, 0]);
    expect(store.asked).toBe(asked + 1);
    await one.fail(4);
    expect(other.breaker.state).toBe('closed');
  });

  it('lets one of fifty probe, and closes for both', async () => {
    const { clock, one, other } = setUp();
    await one.fail(5);
    await clock.advance(60_000);
    expect([one.breaker.state, other.breaker.state]).toEqual(['half-open', 'half-open']);

    const ends = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : other).attempt('success')),
    );

    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(one.sent() + other.sent()).toBe(6);
    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);
    expect([...one.moves, ...other.moves].filter((move) => move.endsWith('closed (probe)'))).toHaveLength(1);
  });

  it('gives the place of a probe that says nothing to the other replica', async () => {
    const { clock, one, other } = setUp();
    await one.fail(5);
    await clock.advance(60_000);

    await one.attempt('neither').catch(() => undefined);
    await other.attempt('success');

    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);
  });

  it('asks once for the place, and refuses the rest by what it heard while the other probes', async () => {
    const { clock, store, one, other } = setUp();
    await one.fail(5);
    await clock.advance(60_000);
    const gate = Promise.withResolvers<void>();
    const probe = one.breaker.run(
      () => gate.promise,
      () => 'failure',
    );
    await settle();
    const { asked } = store;

    await Promise.allSettled(Array.from({ length: 50 }, () => other.attempt('success')));

    expect([store.asked, other.sent()]).toEqual([asked, 0]);
    gate.resolve();
    await probe;
    expect(other.breaker.state).toBe('closed');
  });

  it('is held and closed by hand for both, and for a replica that starts later', async () => {
    const { one, other, openReplica } = setUp();

    expect(await one.breaker.hold()).toMatchObject({ moved: true, shared: true });
    const later = openReplica();
    await later.circuits.lookAgain();

    expect(other.breaker.view()).toMatchObject({ state: 'open', held: true });
    expect(later.breaker.view()).toMatchObject({ state: 'open', held: true });
    expect(await other.breaker.hold()).toMatchObject({ moved: false });
    expect(await later.breaker.close()).toMatchObject({ moved: true, shared: true });
    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);
  });

  it('comes to the same where no notice was heard, when it looks again', async () => {
    const { network, one, other } = setUp();
    network.deaf = true;
    await one.fail(5);
    expect(other.breaker.state).toBe('closed');

    await other.circuits.lookAgain();

    expect(other.breaker.view()).toMatchObject({ state: 'open', restsForMs: 60_000 });
  });

  it('takes no older word for the later one, and no notice that is none', async () => {
    const { one } = setUp();
    const record = { revision: 1, openings: 1, failures: 0, latest: '', open: true, held: true, restsForMs: 0 };
    await one.breaker.hold();
    await one.breaker.close();

    for (const text of ['', '{}', circuitNotice('acme/other 1', { ...record, revision: 99 })]) one.circuits.hear(text);
    one.circuits.hear(circuitNotice('acme/default 1', record));
    one.circuits.hear(circuitNotice('acme/default 2', { ...record, revision: 99 }));

    expect(one.breaker.state).toBe('closed');
  });
});

describe('slow attempts of two replicas', () => {
  it('cost a question each, and quick ones none while there is no slow one among the latest', async () => {
    const { store, one, other } = setUp();
    await one.succeed(1_000);
    await other.succeed(1_000);
    expect(store.asked).toBe(0);

    await one.succeed(1, true);
    expect(store.asked).toBe(1);
    await other.succeed(1_000);
    await settle();

    // The slow one is among the latest until twenty are told after it, five at a time.
    expect(store.asked).toBeLessThanOrEqual(1 + 4);
    expect([one.breaker.view().slow, other.breaker.view().slow]).toEqual([0, 0]);
  });

  it('open nothing where the other replica has as many quick ones for each slow one', async () => {
    const { one, other } = setUp();
    await one.succeed(20);
    await other.succeed(20);

    for (let n = 0; n < 100; n += 1) {
      await one.succeed(1, true);
      await other.succeed(2);
      await settle();
    }

    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);
    expect(one.breaker.view().slow).toBeGreaterThan(4);
  });

  it('do not push out those of the other that came after quick ones', async () => {
    const { one, other } = setUp();
    await other.succeed(100);
    await one.succeed(20);
    await one.succeed(9, true);

    await other.succeed(1, true);

    expect(other.breaker.state).toBe('open');
  });

  it('that fail count as failures too', async () => {
    const { one, other } = setUp();
    await one.succeed(20);
    for (let n = 0; n < 4; n += 1) await one.attempt('failure', one.breaker, true).catch(() => undefined);
    expect(other.breaker.view()).toMatchObject({ state: 'closed', failuresInARow: 4, slow: 4 });
    await other.succeed(1);
    await settle();
    await settle();
    expect(one.breaker.view()).toMatchObject({ failuresInARow: 0, slow: 4 });

    for (let n = 0; n < 5; n += 1) await other.attempt('failure', other.breaker, true).catch(() => undefined);

    expect(one.breaker.view()).toMatchObject({ state: 'open', failuresInARow: 0, slow: 0 });
    expect(other.moves).toEqual(['acme/default open (failures)']);
  });

  it('of before an opening are forgotten after it', async () => {
    const { clock, one, other } = setUp();
    await one.succeed(20);
    await one.succeed(9, true);
    await other.fail(5);
    await clock.advance(60_000);
    await one.attempt('success');
    expect(one.breaker.view()).toMatchObject({ state: 'closed', slow: 0 });

    await other.succeed(19, true);

    expect(one.breaker.view()).toMatchObject({ state: 'closed', slow: 19 });
  });
});

describe('a circuit whose shared store is away', () => {
  it('counts slow attempts on alone from what it knew, and forgets them when it asks again', async () => {
    const { store, one, other } = setUp();
    await one.succeed(20);
    await one.succeed(5, true);
    store.away = true;
    await other.succeed(4, true);
    expect(other.breaker.view()).toMatchObject({ state: 'closed', slow: 9 });
    store.away = false;
    await other.circuits.lookAgain();
    expect(other.breaker.view()).toMatchObject({ state: 'closed', slow: 5 });

    store.away = true;
    await other.succeed(5, true);

    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'open']);
  });

  it('forgets what it counted alone, and then asks nobody while attempts succeed', async () => {
    const { store, one } = setUp();
    await one.fail(1);
    await one.succeed(1);
    await settle();
    await settle();
    store.away = true;
    await one.fail(3);
    await one.succeed(1, true);
    store.away = false;
    await one.circuits.lookAgain();
    const { asked } = store;

    await one.succeed(100);

    expect(one.breaker.view()).toMatchObject({ failuresInARow: 0, slow: 0 });
    expect(store.asked).toBe(asked);
  });

  it('goes on alone from what it knew, says so, and hangs nobody', async () => {
    const { clock, store, one, other } = setUp();
    await one.fail(3);
    store.away = true;

    await other.fail(50);
    expect([other.sent(), other.breaker.state, one.breaker.state]).toEqual([2, 'open', 'closed']);
    expect(other.missed).toEqual(['circuits', 'circuits']);
    await clock.advance(60_000);
    await other.attempt('success');

    expect(other.breaker.state).toBe('closed');
    expect(other.moves).toEqual([
      'acme/default open (failures)',
      'acme/default half-open (rested)',
      'acme/default closed (probe)',
    ]);
  });

  it('tells the others what it did alone when it can, before anything else', async () => {
    const { store, one, other } = setUp();
    store.away = true;
    expect(await one.breaker.hold()).toMatchObject({ moved: true, shared: false });
    await other.fail(2);
    store.away = false;

    await one.circuits.lookAgain();
    expect(other.breaker.view()).toMatchObject({ held: true });
    await other.circuits.lookAgain();
    expect(one.breaker.view()).toMatchObject({ held: true });
    await other.breaker.close();

    expect(one.breaker.state).toBe('closed');
  });

  it('tells it before what it does next, and what a person decided alone replaces what a person held', async () => {
    const { store, one, other } = setUp();
    store.away = true;
    await one.breaker.hold();
    store.away = false;
    expect(await one.breaker.close()).toMatchObject({ moved: true, shared: true });

    await one.breaker.hold();
    store.away = true;
    expect(await other.breaker.close()).toMatchObject({ moved: true, shared: false });
    expect(one.breaker.view().held).toBe(true);
    store.away = false;
    await other.circuits.lookAgain();

    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);
  });

  it('does not let a probe that was sent alone close what a person holds', async () => {
    const { clock, store, one, other } = setUp();
    await one.fail(5);
    store.away = true;
    await one.breaker.hold();
    await clock.advance(60_000);
    await other.attempt('success');
    expect(other.breaker.state).toBe('closed');
    store.away = false;

    await one.circuits.lookAgain();
    await other.circuits.lookAgain();

    expect([one.breaker.view().held, other.breaker.view().held]).toEqual([true, true]);
  });

  it('settles a probe that it began with the others alone', async () => {
    const { clock, store, one } = setUp();
    await one.fail(5);
    await clock.advance(60_000);
    const gate = Promise.withResolvers<void>();
    const probe = one.breaker.run(
      () => gate.promise,
      () => 'failure',
    );
    await settle();
    await settle();
    store.away = true;
    gate.resolve();
    await probe;

    expect(one.breaker.state).toBe('closed');
  });

  it('puts back what the store has lost: what is open, not what was counted', async () => {
    const { clock, store, one, other, openReplica } = setUp();
    await one.breaker.hold();
    await one.attempt('success', one.circuits.breakerOf('acme/second', 1));
    const counting = one.circuits.breakerOf('acme/second', 1);
    await one.attempt('failure', counting).catch(() => undefined);
    await one.attempt('success', counting, true);
    store.loseAll();
    await clock.advance(1_000);

    await other.circuits.lookAgain();
    await one.circuits.lookAgain();
    const later = openReplica();
    await later.circuits.lookAgain();

    expect(later.breaker.view()).toMatchObject({ state: 'open', held: true });
    expect(counting.view()).toMatchObject({ state: 'closed', failuresInARow: 0, slow: 0 });
  });
});

describe('the circuits of connections', () => {
  it('are others when a connection has changed, and what was held before is kept for nobody', async () => {
    const { store, one } = setUp();
    await one.breaker.hold();

    const changed = one.circuits.breakerOf('acme/default', 2);
    await settle();
    await settle();

    expect(changed.state).toBe('closed');
    expect(one.circuits.breakerOf('acme/default', 2)).toBe(changed);
    expect((await store.read(['acme/default 1'])).get('acme/default 1')).toMatchObject({ open: false, held: false });
  });
});
