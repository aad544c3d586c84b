import { randomUUID } from 'node:crypto';
import type { Leases } from '../../cache/leases.ts';
import type { RedisLink } from './redis-link.ts';
import { defineTimedScript, toldTime } from './redis-script.ts';

export interface RedisLeaseOptions {
  /** Begins every key: two platforms on one server use two. */
  readonly prefix: string;
  /** Replaces the server's time, in tests. */
  readonly now?: () => number;
}

/** KEYS[1]: the lease, as its end and its token. ARGV: token, milliseconds. Gives 1 to who has it now, 0 to who has not. */
const TAKE = defineTimedScript(`
local held = redis.call('GET', KEYS[1])
if held and tonumber(string.match(held, '^%S+')) > now then return 0 end
local kept = told and 7200000 or ARGV[2]
redis.call('SET', KEYS[1], string.format('%.17g', now + tonumber(ARGV[2])) .. ' ' .. ARGV[1], 'PX', kept)
return 1
`);

const RELEASE = defineTimedScript(`
local held = redis.call('GET', KEYS[1])
if held and string.match(held, '%S+$') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0
`);

/** Keeps leases on a Redis server for all replicas together. Its time is the server's. */
export class RedisLeases implements Leases {
  readonly #link: RedisLink;
  readonly #options: RedisLeaseOptions;

  constructor(link: RedisLink, options: RedisLeaseOptions) {
    this.#link = link;
    this.#options = options;
  }

  async take(name: string, forMs: number): Promise<string | undefined> {
    const token = randomUUID();
    return (await this.#run(TAKE, name, [token, String(forMs)])) === 1 ? token : undefined;
  }

  async release(name: string, token: string): Promise<void> {
    await this.#run(RELEASE, name, [token]);
  }

  #run(script: typeof TAKE, name: string, values: readonly string[]): Promise<unknown> {
    const { prefix, now } = this.#options;
    return this.#link.run(script, [`${prefix}lease:{${name}}`], [...values, toldTime(now)]);
  }
}
