import { randomUUID } from 'node:crypto';
import type { SharedAnswers, SharedFinding, SharedText } from '../../cache/shared-answers.ts';
import type { RedisLink } from './redis-link.ts';
import { defineTimedScript, toldTime } from './redis-script.ts';

/** How the answers are kept. */
export interface RedisSharedAnswersOptions {
  /** Begins every key: two platforms on one server use two. */
  readonly prefix: string;
  /** Answers of one connection kept at most; those that end first go first. 1,000. */
  readonly entriesMax?: number;
  /** Replaces the server's time, in tests. */
  readonly now?: () => number;
}

const ENTRIES_MAX = 1_000;
/** Longer than any answer: a generation that is gone takes its answers along. */
const GENERATION_KEPT_MS = 3 * 86_400_000;

// KEYS of all scripts: the connection's generation, the beginning of its answers' keys, their order by when they end.
// ARGV[1]: the generation, one that is new, or one that a fetch began under; ARGV[2]: how long a generation is kept.

/** ARGV[3]: the answer's name. Gives the generation and, where there is one, the answer and how long it is fresh. */
const FIND = defineTimedScript(`
local generation = redis.call('GET', KEYS[1])
if not generation then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return {ARGV[1]}
end
local kept = redis.call('HMGET', KEYS[2] .. ARGV[3], 'generation', 'fresh', 'kept', 'text')
if kept[1] ~= generation or tonumber(kept[3]) <= now then return {generation} end
return {generation, kept[4], math.floor(tonumber(kept[2]) - now)}
`);

/** ARGV[3]: the answer's name; then its text, how long it is fresh and kept, and how many are kept. Gives whether it was. */
const KEEP = defineTimedScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local entry = KEYS[2] .. ARGV[3]
local text = function(number) return string.format('%.17g', number) end
local ending = now + tonumber(ARGV[6])
redis.call('HSET', entry, 'generation', ARGV[1], 'fresh', text(now + tonumber(ARGV[5])), 'kept', text(ending), 'text', ARGV[4])
redis.call('PEXPIRE', entry, told and 7200000 or ARGV[6])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now))
redis.call('ZADD', KEYS[3], text(ending), ARGV[3])
while redis.call('ZCARD', KEYS[3]) > tonumber(ARGV[7]) do
  redis.call('UNLINK', KEYS[2] .. redis.call('ZPOPMIN', KEYS[3])[1])
end
redis.call('PEXPIRE', KEYS[3], ARGV[2])
return 1
`);

const RAISE = defineTimedScript(`
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
for _, name in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do redis.call('UNLINK', KEYS[2] .. name) end
redis.call('UNLINK', KEYS[3])
return ARGV[1]
`);

/**
 * Keeps answers on a Redis server for all replicas together. Its time is the server's. What the server forgets, for want
 * of memory too, is a miss: a generation is a text that was never used before, and answers name theirs.
 */
export class RedisSharedAnswers implements SharedAnswers {
  readonly #link: RedisLink;
  readonly #options: RedisSharedAnswersOptions;

  constructor(link: RedisLink, options: RedisSharedAnswersOptions) {
    this.#link = link;
    this.#options = options;
  }

  async find(connection: string, key: string): Promise<SharedFinding> {
    const reply = (await this.#run(FIND, connection, randomUUID(), [key])) as [string, string, number] | [string];
    const [generation, text, freshMs] = reply;
    return text === undefined ? { generation } : { generation, answer: { text, freshMs: freshMs as number } };
  }

  async keep(connection: string, key: string, generation: string, answer: SharedText): Promise<boolean> {
    const { text, freshMs, staleMs } = answer;
    const numbers = [freshMs, freshMs + staleMs, this.#options.entriesMax ?? ENTRIES_MAX];
    const values = [key, text, ...numbers.map((number) => String(Math.floor(number)))];
    return (await this.#run(KEEP, connection, generation, values)) === 1;
  }

  async generation(connection: string): Promise<string> {
    // Names are digests: none is empty.
    return (await this.find(connection, '')).generation;
  }

  async raise(connection: string): Promise<string> {
    return (await this.#run(RAISE, connection, randomUUID(), [])) as string;
  }

  #run(script: typeof FIND, connection: string, generation: string, values: readonly string[]): Promise<unknown> {
    const { prefix, now } = this.#options;
    const tag = `${prefix}answers:{${connection}}`;
    const keys = [`${tag}:generation`, `${tag}:a:`, `${tag}:order`];
    return this.#link.run(script, keys, [generation, String(GENERATION_KEPT_MS), ...values, toldTime(now)]);
  }
}
