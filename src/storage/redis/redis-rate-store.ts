import type { RateDecision, RateLimit, RateStore } from '../../limits/rate-store.ts';
import type { RedisLink } from './redis-link.ts';
import { defineTimedScript, toldTime } from './redis-script.ts';
import { shardOf } from './shards.ts';

/** How the rates are kept. */
export interface RedisRateOptions {
  /** Begins every key: two platforms on one server use two. */
  readonly prefix: string;
  /** Whether the worst minute is the rate alone, not the rate and the burst. */
  readonly exact: boolean;
  /** Keys kept at most, in all shards together; the longest unused goes first. 100,000. */
  readonly keysMax?: number;
  /** Slots of a cluster that the keys are spread over. 16. */
  readonly shards?: number;
  /** Replaces the server's time, in tests. */
  readonly now?: () => number;
}

const KEYS_MAX = 100_000;
const SHARDS = 16;

/**
 * KEYS: the bucket, the order of use, its counter, the calls of the last minute. ARGV: calls a minute, burst, keys kept at
 * most, whether the minute is exact, name of the key. Gives: allowed, remaining, wait, time until all is there.
 */
const TAKE = defineTimedScript(`
local interval = 60000 / tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local exact = ARGV[4] == '1'
local rounding = 0.001
local kept = told and 3600000 or nil
local used = redis.call('INCR', KEYS[3])
redis.call('ZADD', KEYS[2], used, ARGV[5])
if redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[3]) then
  local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
  redis.call('DEL', KEYS[1] .. oldest, KEYS[4] .. oldest)
end
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('PEXPIRE', KEYS[3], 3600000)
local bucket = KEYS[1] .. ARGV[5]
local window = KEYS[4] .. ARGV[5]
local calls = 0
if exact then
  while true do
    local first = tonumber(redis.call('LINDEX', window, 0))
    if not first or first > now - 60000 + rounding then break end
    redis.call('LPOP', window)
  end
  calls = redis.call('LLEN', window)
  if calls >= tonumber(ARGV[1]) then
    local first = tonumber(redis.call('LINDEX', window, 0))
    local last = tonumber(redis.call('LINDEX', window, -1))
    return {0, 0, math.max(1, math.ceil(first + 60000 - now)), math.max(0, math.ceil(last + 60000 - now))}
  end
end
local held = tonumber(redis.call('GET', bucket))
local full = math.max(held or now, now) + interval
local spare = burst * interval - (full - now)
if spare < -rounding then return {0, 0, math.ceil(-spare), math.ceil(held - now)} end
redis.call('SET', bucket, string.format('%.17g', full), 'PX', kept or math.ceil(full - now) + 1)
local remaining = math.max(0, math.floor((spare + rounding) / interval))
if exact then
  redis.call('RPUSH', window, string.format('%.17g', now))
  redis.call('PEXPIRE', window, kept or 61000)
  remaining = math.min(remaining, tonumber(ARGV[1]) - calls - 1)
end
return {1, remaining, 0, math.ceil(full - now)}
`);

/** Counts calls on a Redis server for all replicas together. Its time is the server's. */
export class RedisRateStore implements RateStore {
  readonly #link: RedisLink;
  readonly #options: Required<Omit<RedisRateOptions, 'now'>> & Pick<RedisRateOptions, 'now'>;

  constructor(link: RedisLink, options: RedisRateOptions) {
    this.#link = link;
    this.#options = { keysMax: KEYS_MAX, shards: SHARDS, ...options };
  }

  async take(key: string, { callsPerMinute, burst }: RateLimit): Promise<RateDecision> {
    const { prefix, exact, keysMax, shards, now } = this.#options;
    const tag = `${prefix}{rate:${shardOf(key, shards)}}`;
    const keys = [`${tag}:b:`, `${tag}:order`, `${tag}:used`, `${tag}:w:`];
    const perShard = Math.max(1, Math.floor(keysMax / shards));
    const values = [callsPerMinute, burst, perShard, exact ? 1 : 0, key].map(String);
    const reply = await this.#link.run(TAKE, keys, [...values, toldTime(now)]);
    const [allowed, remaining, retryAfterMs, resetAfterMs] = reply as [number, number, number, number];
    return { allowed: allowed === 1, remaining, retryAfterMs, resetAfterMs };
  }
}
