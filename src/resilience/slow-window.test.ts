import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openCircuitsOfReplicas as setUp } from '../../test/support/circuits-of-replicas.ts';

describe('a circuit of two replicas, by slow attempts,', () => {
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

  it('asks once for each of them, and for quick ones not while there is none among the latest', async () => {
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

  it('stays closed where the other replica has as many quick ones for each slow one', async () => {
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

  it('counts no quick ones of before the first slow one against those of the other', async () => {
    const { one, other } = setUp();
    await other.succeed(100);
    await one.succeed(20);
    await one.succeed(9, true);

    await other.succeed(1, true);

    expect(other.breaker.state).toBe('open');
  });

  it('counts one that fails as a failure too', async () => {
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

  it('forgets those of before an opening after it', async () => {
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
});
