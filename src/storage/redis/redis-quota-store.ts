import type { QuotaReading } from '../../kernel/connector.ts';
import type { QuotaStore } from '../../limits/quota-store.ts';
import type { RedisLink } from './redis-link.ts';
import { defineTimedScript, toldTime } from './redis-script.ts';

export interface RedisQuotaOptions {
  /** Begins every key: two platforms on one server use two. */
  readonly prefix: string;
  /** Replaces the server's time, in tests. */
  readonly now?: () => number;
}

/** Reads the bucket KEYS[1] as it is now; an unknown one begins as ARGV[1] to ARGV[3] say. It is kept until it is full again. */
const BUCKET = `
local known = redis.call('HMGET', KEYS[1], 'available', 'maximum', 'restore', 'at')
local isKnown = known[1] ~= false
local available = tonumber(known[1] or ARGV[1])
local maximum = tonumber(known[2] or ARGV[2])
local restore = tonumber(known[3] or ARGV[3])
if isKnown then available = math.min(maximum, available + (now - tonumber(known[4])) / 1000 * restore) end
local function keep()
  local text = function(number) return string.format('%.17g', number) end
  redis.call('HSET', KEYS[1], 'available', text(available), 'maximum', text(maximum), 'restore', text(restore), 'at', text(now))
  local fullMs = math.ceil((maximum - available) / restore * 1000) + 60000
  redis.call('PEXPIRE', KEYS[1], told and 7200000 or math.min(fullMs, 172800000))
end
`;

/** ARGV[4]: the cost. Gives the milliseconds until it is there, 0 when it was taken. */
const TAKE = defineTimedScript(`${BUCKET}
local cost = math.min(tonumber(ARGV[4]), maximum)
local missing = cost - available
if missing > 0.000001 then
  keep()
  return math.ceil(missing / restore * 1000)
end
available = available - cost
keep()
return 0
`);

/** ARGV[1]: what was taken. An unknown bucket is full and stays so. */
const GIVE_BACK = defineTimedScript(`
local known = redis.call('HMGET', KEYS[1], 'available', 'maximum')
if known[1] == false then return 0 end
local available = tonumber(known[1]) + math.min(tonumber(ARGV[1]), tonumber(known[2]))
redis.call('HSET', KEYS[1], 'available', string.format('%.17g', available))
return 0
`);

/** ARGV: the vendor's reading, then what attempts under way have taken. */
const OBSERVE = defineTimedScript(`${BUCKET}
maximum = tonumber(ARGV[2])
restore = tonumber(ARGV[3])
available = math.min(tonumber(ARGV[1]), maximum) - tonumber(ARGV[4])
keep()
return 0
`);

/** Mirrors vendors' buckets on a Redis server for all replicas together. Its time is the server's. */
export class RedisQuotaStore implements QuotaStore {
  readonly #link: RedisLink;
  readonly #options: RedisQuotaOptions;

  constructor(link: RedisLink, options: RedisQuotaOptions) {
    this.#link = link;
    this.#options = options;
  }

  async take(bucket: string, cost: number, initial: QuotaReading): Promise<number> {
    return (await this.#run(TAKE, bucket, [...toArguments(initial), String(cost)])) as number;
  }

  async giveBack(bucket: string, cost: number): Promise<void> {
    await this.#run(GIVE_BACK, bucket, [String(cost)]);
  }

  async observe(bucket: string, reading: QuotaReading, pending: number): Promise<void> {
    await this.#run(OBSERVE, bucket, [...toArguments(reading), String(pending)]);
  }

  #run(script: typeof TAKE, bucket: string, values: readonly string[]): Promise<unknown> {
    const { prefix, now } = this.#options;
    return this.#link.run(script, [`${prefix}quota:{${bucket}}`], [...values, toldTime(now)]);
  }
}

function toArguments({ available, maximum, restorePerSecond }: QuotaReading): string[] {
  return [available, maximum, restorePerSecond].map(String);
}
