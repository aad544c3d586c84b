import { parseRedisUrl } from '../config/redis-url.ts';
import type { PlatformSettings } from '../config/settings.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { SharedState } from '../kernel/shared-state.ts';
import type { Notices } from '../notices/notices.ts';
import { MemoryNoticeBoard } from '../storage/memory/memory-notices.ts';
import type { RedisLink } from '../storage/redis/redis-link.ts';

/** A replica that lags hears late: it is given at least this long before it takes its way for broken. */
const HEARING_MS = 1_000;

/** What stores of all replicas are made with. */
export interface SharedServer {
  readonly link: RedisLink;
  /** Begins every key. */
  readonly prefix: string;
  readonly state: SharedState;
}

/** What this process has in common with the other replicas. */
export interface Shared extends AsyncDisposable {
  /** The one way to Redis; `undefined` where `REDIS_URL` is not set. */
  readonly server: SharedServer | undefined;
  readonly notices: Notices;
  /** Whether the server can be asked now; `undefined` where there is none. */
  up(): boolean | undefined;
}

/** Opens what replicas share through Redis where `REDIS_URL` names one. A server that is away is no reason not to start. */
export async function openShared(
  settings: PlatformSettings,
  clock: Clock,
  log: Log,
  missed: SharedState['missed'],
): Promise<Shared> {
  if (settings.REDIS_URL === undefined) {
    const notices = new MemoryNoticeBoard().join();
    return { server: undefined, notices, up: () => undefined, [Symbol.asyncDispose]: async () => {} };
  }
  const address = parseRedisUrl(settings.REDIS_URL);
  if ('says' in address) throw new TypeError(`REDIS_URL ${address.says}`);
  // Loaded only where it is used: a start without it owes nothing to its driver.
  const [{ openRedisLink }, { RedisNotices }] = await Promise.all([
    import('../storage/redis/redis-link.ts'),
    import('../storage/redis/redis-notices.ts'),
  ]);
  const timeoutMs = settings.REDIS_TIMEOUT_MS;
  const link = await openRedisLink({
    address,
    clock,
    timeoutMs,
    observe: (state, error) =>
      state === 'up'
        ? log.info({}, 'Redis answers: rates, quotas, circuits and answers are those of all replicas')
        : log.warn(
            { err: error },
            'Redis does not answer: rates, quotas, circuits and answers are of this replica alone',
          ),
  });
  const state: SharedState = {
    get up() {
      return link.up;
    },
    missed,
  };
  const prefix = settings.REDIS_PREFIX;
  const hearing = { clock, timeoutMs: Math.max(timeoutMs, HEARING_MS) };
  const notices = new RedisNotices({ address, link, state, prefix, ...hearing });
  return {
    server: { link, prefix, state },
    notices,
    up: () => link.up,
    async [Symbol.asyncDispose]() {
      await notices[Symbol.asyncDispose]();
      await link[Symbol.asyncDispose]();
    },
  };
}
