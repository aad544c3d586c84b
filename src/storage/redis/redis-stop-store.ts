import { type RunningStop, SCOPES_MAX } from '../../limits/quota-stops.ts';
import type { StopStore } from '../../limits/stop-store.ts';
import type { RedisLink } from './redis-link.ts';
import { defineTimedScript, toldTime } from './redis-script.ts';

export interface RedisStopOptions {
  /** Begins every key: two platforms on one server use two. */
  readonly prefix: string;
  /** Replaces the server's time, in tests. */
  readonly now?: () => number;
}

/** Connections read by one script at most. */
const READ_AT_ONCE = 500;

/** KEYS[1]: the connection's stops, by scope, each as its end and its message. ARGV: scope, milliseconds, message, most scopes. */
const PUT = defineTimedScript(`
local ends = now + tonumber(ARGV[2])
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and tonumber(string.match(held, '^%S+')) >= ends then return 0 end
if not held and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
  local all = redis.call('HGETALL', KEYS[1])
  for index = 1, #all, 2 do
    if tonumber(string.match(all[index + 1], '^%S+')) <= now then redis.call('HDEL', KEYS[1], all[index]) end
  end
  if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.17g', ends) .. ' ' .. ARGV[3])
local keepsFor = told and 7200000 or math.ceil(tonumber(ARGV[2]))
if redis.call('PTTL', KEYS[1]) < keepsFor then redis.call('PEXPIRE', KEYS[1], keepsFor) end
return 1
`);

/** KEYS: stops of connections. Gives for each: scope, milliseconds left, message, and so on. */
const READ = defineTimedScript(`
local rows = {}
for index, key in ipairs(KEYS) do
  local all, running = redis.call('HGETALL', key), {}
  for at = 1, #all, 2 do
    local ends, message = string.match(all[at + 1], '^(%S+) (.*)$')
    local left = tonumber(ends) - now
    if left > 0 then
      running[#running + 1] = all[at]
      running[#running + 1] = string.format('%.17g', left)
      running[#running + 1] = message
    end
  end
  rows[index] = running
end
return rows
`);

const CLEAR = defineTimedScript(`return redis.call('DEL', KEYS[1])`);

/** Keeps stops on a Redis server for all replicas together, all in one slot. Its time is the server's. */
export class RedisStopStore implements StopStore {
  readonly #link: RedisLink;
  readonly #options: RedisStopOptions;

  constructor(link: RedisLink, options: RedisStopOptions) {
    this.#link = link;
    this.#options = options;
  }

  async put(connection: string, { scope, forMs, message }: RunningStop): Promise<void> {
    await this.#run(PUT, [connection], [toField(scope), String(forMs), message, String(SCOPES_MAX)]);
  }

  async read(connections: readonly string[]): Promise<ReadonlyMap<string, readonly RunningStop[]>> {
    const known = new Map<string, readonly RunningStop[]>();
    for (let at = 0; at < connections.length; at += READ_AT_ONCE) {
      const some = connections.slice(at, at + READ_AT_ONCE);
      const rows = (await this.#run(READ, some, [])) as string[][];
      for (const [index, row] of rows.entries()) {
        if (row.length > 0) known.set(some[index] as string, toStops(row));
      }
    }
    return known;
  }

  async clear(connection: string): Promise<void> {
    await this.#run(CLEAR, [connection], []);
  }

  #run(script: typeof PUT, connections: readonly string[], values: readonly string[]): Promise<unknown> {
    const { prefix, now } = this.#options;
    const keys = connections.map((connection) => `${prefix}stops:{s}:${connection}`);
    return this.#link.run(script, keys, [...values, toldTime(now)]);
  }
}

/** The whole connection and a scope of any name are told apart by their first character. */
function toField(scope: string | undefined): string {
  return scope === undefined ? '*' : `=${scope}`;
}

function toStops(row: readonly string[]): RunningStop[] {
  const stops: RunningStop[] = [];
  for (let at = 0; at + 2 < row.length; at += 3) {
    const [field = '', forMs = '', message = ''] = row.slice(at, at + 3);
    stops.push({ scope: field === '*' ? undefined : field.slice(1), forMs: Number(forMs), message });
  }
  return stops;
}
