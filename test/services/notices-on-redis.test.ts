import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import type { SharedStore } from '../../src/kernel/shared-state.ts';
import { openRedisLink, type RedisLink } from '../../src/storage/redis/redis-link.ts';
import { RedisNotices } from '../../src/storage/redis/redis-notices.ts';
import { defineScript } from '../../src/storage/redis/redis-script.ts';
import { type FaultProxy, openFaultProxy } from '../support/fault-proxy.ts';
import { addressOf, beginsToHear, openFreshRedis, redisUrl } from '../support/redis.ts';

const SAY = defineScript(`return redis.call('PUBLISH', KEYS[1], ARGV[1])`);
const WITHIN = { timeout: 10_000, interval: 20 };

describe('a replica whose way to Redis breaks', () => {
  let proxy: FaultProxy;
  let link: RedisLink;
  let prefix: string;
  let behind: RedisNotices;
  let direct: RedisNotices;
  let missed: SharedStore[];
  let opened: AsyncDisposableStack;

  beforeEach(async () => {
    opened = new AsyncDisposableStack();
    const fresh = await openFreshRedis();
    opened.defer(fresh.close);
    prefix = fresh.prefix;
    missed = [];
    proxy = opened.use(await openFaultProxy(`http://127.0.0.1:${addressOf(redisUrl()).nodes[0]?.port}`));
    const address = addressOf(`redis://127.0.0.1:${proxy.port}`);
    const timing = { clock: systemClock, timeoutMs: 300 };
    link = opened.use(await openRedisLink({ address, ...timing, observe: () => {} }));
    const state = { missed: (store: SharedStore) => missed.push(store) };
    behind = opened.use(new RedisNotices({ address, link, state, prefix, ...timing, beatMs: 400 }));
    direct = opened.use(
      new RedisNotices({ address: fresh.address, link: fresh.link, state, prefix, ...timing, beatMs: 400 }),
    );
    await Promise.all([behind, direct].map(beginsToHear));
  });

  afterEach(() => opened.disposeAsync());

  /** Listens, and gives everything that was told. */
  const listen = (replica: RedisNotices) => {
    const told: string[] = [];
    replica.subscribe('a', { heard: (text) => told.push(text), missed: () => told.push('missed') });
    return told;
  };

  it.each([{ down: true }, { silent: true }] as const)(
    'hears again when it stands, and learns that it may have missed something: %o',
    async (fault) => {
      const told = listen(behind);
      await proxy.suffer(fault);
      await direct.publish('a', 'while it was away');
      await vi.waitFor(() => expect(link.up).toBe(false), WITHIN);

      await proxy.suffer();

      await vi.waitFor(() => expect(told).toContain('missed'), WITHIN);
      await vi.waitFor(async () => {
        await direct.publish('a', 'after');
        expect(told).toContain('after');
      }, WITHIN);
      expect(told.lastIndexOf('missed')).toBeLessThan(told.indexOf('after'));
    },
  );

  it('hangs nobody who speaks, counts what it could not say, and makes the others look when it can', async () => {
    const told = listen(direct);
    await proxy.suffer({ down: true });

    await behind.publish('a', 'never heard');
    await behind.publish('b', 'never heard');

    expect(missed).toEqual(['notices', 'notices']);
    await proxy.suffer();
    await vi.waitFor(() => expect(told).toEqual(['missed']), WITHIN);
  });
});

describe('what others say in the channel', () => {
  it('is nothing to a replica', async () => {
    const { address, link, prefix, close } = await openFreshRedis();
    const options = { address, link, state: { missed: () => {} }, prefix, clock: systemClock, timeoutMs: 5_000 };
    const replica = new RedisNotices(options);
    await beginsToHear(replica);
    const told: string[] = [];
    replica.subscribe('a', { heard: (text) => told.push(text), missed: () => told.push('missed') });
    const say = (text: string) => link.run(SAY, [`${prefix}{notices}`], [text]);

    for (const text of ['', '{', '[]', '{"from":"x","topic":7,"text":"y"}']) await say(text);
    await say('{"from":"x","topic":"a","text":"a replica\'s"}');

    await vi.waitFor(() => expect(told).toEqual(["a replica's"]), WITHIN);
    await replica[Symbol.asyncDispose]();
    await close();
  });
});
