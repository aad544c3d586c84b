import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openCircuitsOfReplicas as setUp } from '../../test/support/circuits-of-replicas.ts';
import type { CircuitRecord } from './circuit-store.ts';
import { circuitNotice } from './circuits.ts';

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

describe('a circuit whose shared store is away', () => {
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

describe('a circuit whose shared store goes back to an older state', () => {
  const CIRCUIT = 'acme/default 1';

  it('is put back as it was last, for both and for one that starts then', async () => {
    const { store, one, other, openReplica } = setUp();
    await one.fail(2);
    const before = (await store.read([CIRCUIT])).get(CIRCUIT) as CircuitRecord;
    await one.breaker.hold();
    store.goBackTo(CIRCUIT, before);

    await other.circuits.lookAgain();
    const later = openReplica();
    await later.circuits.lookAgain();

    for (const { breaker } of [one, other, later]) expect(breaker.view()).toMatchObject({ state: 'open', held: true });
    expect(await later.breaker.close()).toMatchObject({ moved: true, shared: true });
    expect([one.breaker.state, other.breaker.state]).toEqual(['closed', 'closed']);
  });

  it('is put back later where the store goes away meanwhile', async () => {
    const { store, one, openReplica } = setUp();
    await one.fail(1);
    const before = (await store.read([CIRCUIT])).get(CIRCUIT) as CircuitRecord;
    await one.breaker.hold();
    store.goBackTo(CIRCUIT, before);
    const looking = one.circuits.lookAgain();
    await settle();
    store.away = true;
    await looking;
    store.away = false;

    await one.circuits.lookAgain();
    const later = openReplica();
    await later.circuits.lookAgain();

    expect([one.breaker.view().held, later.breaker.view().held]).toEqual([true, true]);
  });

  it('that was closed last is closed again', async () => {
    const { store, one, openReplica } = setUp();
    await one.breaker.hold();
    const before = (await store.read([CIRCUIT])).get(CIRCUIT) as CircuitRecord;
    await one.breaker.close();
    store.goBackTo(CIRCUIT, before);

    await one.circuits.lookAgain();
    const later = openReplica();
    await later.circuits.lookAgain();

    expect([one.breaker.state, later.breaker.state]).toEqual(['closed', 'closed']);
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
