import { randomBytes } from 'node:crypto';
import { createClient } from 'redis';
import { expect, vi } from 'vitest';
import { parseRedisUrl, type RedisAddress } from '../../src/config/redis-url.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Notices } from '../../src/notices/notices.ts';
import { openRedisLink, type RedisLink } from '../../src/storage/redis/redis-link.ts';

/** Where `npm run test:services` has its Redis. */
export function redisUrl(): string {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error('These tests need Redis; run them with npm run test:services.');
  return url;
}

export function addressOf(url: string): RedisAddress {
  const address = parseRedisUrl(url);
  if ('says' in address) throw new Error(`TEST_REDIS_URL ${address.says}`);
  return address;
}

export interface FreshRedis {
  readonly address: RedisAddress;
  readonly link: RedisLink;
  readonly prefix: string;
  readonly close: () => Promise<void>;
}

/** A beginning of keys that nobody else uses, the way to them, and what removes them. */
export async function openFreshRedis(): Promise<FreshRedis> {
  const fresh = await openRedisAt(redisUrl());
  const close = async () => {
    await fresh.close();
    await removeKeys(fresh.prefix);
  };
  return { ...fresh, close };
}

/** As `openFreshRedis`, of a server or cluster that goes with the test: nothing is removed. */
export async function openRedisAt(url: string): Promise<FreshRedis> {
  const prefix = `t-${randomBytes(8).toString('hex')}:`;
  const address = addressOf(url);
  const link = await openRedisLink({
    address,
    clock: systemClock,
    timeoutMs: 5_000,
    observe: () => {},
  });
  return { address, link, prefix, close: async () => link[Symbol.asyncDispose]() };
}

export async function removeKeys(prefix: string): Promise<void> {
  const client = await createClient({ url: redisUrl() }).connect();
  for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1_000 })) {
    if (keys.length > 0) await client.del(keys);
  }
  await client.close();
}

/** Resolves when one replica hears what another says now; asked again and again, until both stand. */
export async function hears(listener: Notices, speaker: Notices): Promise<void> {
  const heard: string[] = [];
  listener.subscribe('a', { heard: (text) => heard.push(text), missed: () => {} });
  await vi.waitFor(
    async () => {
      await speaker.publish('a', 'here again');
      expect(heard).toContain('here again');
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** Resolves when a replica that was opened just now hears the others. */
export function beginsToHear(replica: Notices): Promise<void> {
  return new Promise((resolve) => {
    const stop = replica.subscribe('any', {
      heard: () => {},
      missed() {
        stop();
        resolve();
      },
    });
  });
}
