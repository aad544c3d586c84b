import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { MemoryNoticeBoard } from '../storage/memory/memory-notices.ts';
import { MemoryStopStore } from '../storage/memory/memory-stop-store.ts';
import { SharedStops } from './shared-stops.ts';

const CONNECTION = ['search-console/default', 1] as const;
const MESSAGE = 'The quota of the day is used up.';
const HOUR = 3_600_000;

/** Two replicas that share a store, which goes away when `server.up` is false. */
function setUp() {
  const clock = createFakeClock();
  const store = new MemoryStopStore(clock);
  const board = new MemoryNoticeBoard();
  const server = { up: true, missed: 0, deaf: false };
  const state = {
    get up() {
      return server.up;
    },
    missed: () => {
      server.missed += 1;
    },
  };
  const replica = () => {
    const notices = board.join();
    const tell = (name: string) => void (server.deaf ? undefined : notices.publish('stops', name));
    const shared = new SharedStops(clock, { store, state, tell });
    notices.subscribe('stops', { heard: (name) => shared.hear(name), missed: () => void shared.lookAgain() });
    return { shared, stops: shared.stopsOf(...CONNECTION) };
  };
  const [one, other] = [replica(), replica()];
  return { clock, server, replica, one, other, later: (ms: number) => clock.now() + ms };
}

describe('stops of replicas', () => {
  it('hold for all as soon as one was told, with the time that is left, the connection and each scope', async () => {
    const { clock, one, other, later } = setUp();

    one.stops.stop(undefined, later(HOUR), MESSAGE);
    one.stops.stop('site', later(2 * HOUR), 'That of the site.');
    await clock.advance(60_000);

    expect(other.stops.refusal(undefined)).toMatchObject({
      code: 'upstream_quota',
      message: MESSAGE,
      details: { retryAfterMs: HOUR - 60_000 },
    });
    await clock.advance(HOUR);
    expect(other.stops.refusal(undefined)).toBeUndefined();
    expect(other.stops.refusal('site')).toMatchObject({ message: 'That of the site.' });
    expect(other.stops.refusal('another')).toBeUndefined();
  });

  it('are known to a replica that starts later, and not to another account of the connection', async () => {
    const { clock, one, replica, later } = setUp();
    one.stops.stop(undefined, later(HOUR), MESSAGE);
    await clock.advance(0);

    const late = replica();
    const otherAccount = late.shared.stopsOf(CONNECTION[0], 2);
    await late.shared.lookAgain();

    expect(otherAccount.refusal(undefined)).toBeUndefined();
    const early = replica();
    await early.shared.lookAgain();
    expect(early.stops.refusal(undefined)).toMatchObject({ code: 'upstream_quota' });
  });

  it('end for all when a person makes an end of them', async () => {
    const { clock, one, other, later } = setUp();
    one.stops.stop(undefined, later(HOUR), MESSAGE);
    await clock.advance(0);
    expect(other.stops.refusal(undefined)).toBeDefined();

    expect(other.stops.clear()).toBe(true);
    await clock.advance(0);

    expect([one.stops.refusal(undefined), other.stops.refusal(undefined)]).toEqual([undefined, undefined]);
  });

  it('are come to by the clock where a notice was lost', async () => {
    const { clock, server, one, other, later } = setUp();
    server.deaf = true;
    one.stops.stop('site', later(HOUR), MESSAGE);
    await clock.advance(0);
    expect(other.stops.refusal('site')).toBeUndefined();

    await other.shared.lookAgain();
    expect(other.stops.refusal('site')).toBeDefined();
    one.stops.clear();
    await clock.advance(0);
    await other.shared.lookAgain();

    expect(other.stops.refusal('site')).toBeUndefined();
  });

  it('are obeyed by who was told while the server is away, counted, and told the others when it is back', async () => {
    const { clock, server, one, other, later } = setUp();
    server.up = false;
    one.stops.stop(undefined, later(HOUR), MESSAGE);
    await clock.advance(0);
    expect([one.stops.refusal(undefined)?.code, other.stops.refusal(undefined)]).toEqual(['upstream_quota', undefined]);
    expect(server.missed).toBe(1);

    server.up = true;
    await one.shared.lookAgain();
    await clock.advance(0);

    expect(one.stops.refusal(undefined)).toBeDefined();
    expect(other.stops.refusal(undefined)).toMatchObject({ message: MESSAGE });
  });

  it('that were over before the server was back are told nobody', async () => {
    const { clock, server, one, other, later } = setUp();
    server.up = false;
    one.stops.stop(undefined, later(HOUR), MESSAGE);
    await clock.advance(HOUR + 1);
    server.up = true;

    await one.shared.lookAgain();
    await other.shared.lookAgain();

    expect([one.stops.refusal(undefined), other.stops.refusal(undefined)]).toEqual([undefined, undefined]);
  });
});
