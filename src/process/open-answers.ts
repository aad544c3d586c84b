import type { AnswerCache } from '../cache/answer-cache.ts';
import { SecondLevel } from '../cache/second-level.ts';
import type { PlatformSettings } from '../config/settings.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { MemoryAnswerCache } from '../storage/memory/memory-answer-cache.ts';
import { createKeyedDigest } from '../vault/keyed-digest.ts';
import { createSealer } from '../vault/sealer.ts';
import type { Shared, SharedServer } from './open-shared.ts';

export interface AnswersOptions {
  readonly settings: PlatformSettings;
  readonly encryptionKey: string;
  readonly version: string;
  readonly shared: Shared;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where answers are kept to be given again. */
export interface Answers {
  /** In this process. */
  readonly answers: AnswerCache;
  /** With all replicas, where they share a server. */
  readonly secondLevel: SecondLevel | undefined;
}

/** The notices that name connections whose answers became old: `<connection> <generation>`. */
const TOPIC = 'answers';

/** Opens the cache of this process and, where replicas share a server, the one of all. */
export async function openAnswers(options: AnswersOptions): Promise<Answers> {
  const { CACHE_ENTRIES: entriesMax, CACHE_BYTES: bytesMax } = options.settings;
  const answers = new MemoryAnswerCache({ entriesMax, bytesMax });
  const { server } = options.shared;
  return { answers, secondLevel: server && (await openSecondLevel(options, answers, server)) };
}

async function openSecondLevel(
  { settings, encryptionKey, version, shared, clock, log }: AnswersOptions,
  own: AnswerCache,
  { link, prefix, state }: SharedServer,
): Promise<SecondLevel> {
  const { notices } = shared;
  const [{ RedisLeases }, { RedisSharedAnswers }] = await Promise.all([
    import('../storage/redis/redis-leases.ts'),
    import('../storage/redis/redis-shared-answers.ts'),
  ]);
  const level = new SecondLevel(
    {
      own,
      shared: new RedisSharedAnswers(link, { prefix }),
      leases: new RedisLeases(link, { prefix }),
      state,
      sealer: createSealer(encryptionKey, 'answers'),
      digest: createKeyedDigest(encryptionKey, 'answers'),
      tell: (connection, generation) => void notices.publish(TOPIC, `${connection} ${generation}`),
      clock,
      log,
    },
    { release: version, staleMs: settings.CACHE_STALE_MS },
  );
  notices.subscribe(TOPIC, {
    heard(text) {
      const [connection = '', generation = ''] = text.split(' ');
      level.generations.heard(connection, generation);
    },
    missed: () => void level.generations.lookAgain(),
  });
  return level;
}
