import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { Bulkhead } from './bulkhead.ts';

function setUp(places = 2, queue = 2) {
  const clock = createFakeClock();
  return { clock, bulkhead: new Bulkhead(clock, { places, queue, waitMs: 1_000 }) };
}
const LONG = 60_000;

describe('Bulkhead', () => {
  it('lets so many in, so many wait, and refuses the next at once', async () => {
    const { bulkhead } = setUp();
    await bulkhead.enter(undefined, LONG);
    await bulkhead.enter(undefined, LONG);
    void bulkhead.enter(undefined, LONG).catch(() => undefined);
    void bulkhead.enter(undefined, LONG).catch(() => undefined);
    await expect(bulkhead.enter(undefined, LONG)).rejects.toMatchObject({ code: 'connection_busy' });
    expect([bulkhead.taken, bulkhead.waiting]).toEqual([2, 2]);
  });

  it('gives a place that is left to who waits longest', async () => {
    const { bulkhead } = setUp(1);
    await bulkhead.enter(undefined, LONG);
    const order: string[] = [];
    const first = bulkhead.enter(undefined, LONG).then(() => order.push('first'));
    const second = bulkhead.enter(undefined, LONG).then(() => order.push('second'));
    bulkhead.leave();
    await first;
    expect(order).toEqual(['first']);
    bulkhead.leave();
    await second;
    expect([bulkhead.taken, bulkhead.waiting]).toEqual([1, 0]);
  });

  it('refuses who has waited long enough and keeps no place for them', async () => {
    const { clock, bulkhead } = setUp(1);
    await bulkhead.enter(undefined, LONG);
    const waiting = expect(bulkhead.enter(undefined, LONG)).rejects.toMatchObject({ code: 'connection_busy' });
    await clock.advance(1_000);
    await waiting;
    bulkhead.leave();
    expect([bulkhead.taken, bulkhead.waiting]).toEqual([0, 0]);
  });

  it('stops waiting when the caller leaves, and leaves no listener behind', async () => {
    const { bulkhead } = setUp(1);
    await bulkhead.enter(undefined, LONG);
    const caller = new AbortController();
    const waiting = bulkhead.enter(caller.signal, LONG);
    caller.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    bulkhead.leave();
    expect(bulkhead.taken).toBe(0);
  });

  it('passes a place on that comes to a caller who leaves at that moment', async () => {
    const { bulkhead } = setUp(1);
    await bulkhead.enter(undefined, LONG);
    const caller = new AbortController();
    const leaving = expect(bulkhead.enter(caller.signal, LONG)).rejects.toThrow('left');
    const next = bulkhead.enter(undefined, LONG);

    bulkhead.leave();
    caller.abort(new Error('left'));
    await leaving;
    expect([bulkhead.taken, bulkhead.waiting]).toEqual([1, 0]);
    await next;
    bulkhead.leave();

    expect([bulkhead.taken, bulkhead.waiting]).toEqual([0, 0]);
  });
});
