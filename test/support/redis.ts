import { randomBytes } from 'node:crypto';
import { createClient } from 'redis';
import { parseRedisUrl, type RedisAddress } from '../../src/config/redis-url.ts';
import { systemClock } from '../../src/kernel/clock.ts';
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

/** A beginning of keys that nobody else uses, the way to them, and what removes them. */
export async function openFreshRedis(): Promise<{ link: RedisLink; prefix: string; close: () => Promise<void> }> {
  const prefix = `t-${randomBytes(8).toString('hex')}:`;
  const link = await openRedisLink({
    address: addressOf(redisUrl()),
    clock: systemClock,
    timeoutMs: 5_000,
    observe: () => {},
  });
  const close = async () => {
    await link[Symbol.asyncDispose]();
    await removeKeys(prefix);
  };
  return { link, prefix, close };
}

export async function removeKeys(prefix: string): Promise<void> {
  const client = await createClient({ url: redisUrl() }).connect();
  for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1_000 })) {
    if (keys.length > 0) await client.del(keys);
  }
  await client.close();
}
