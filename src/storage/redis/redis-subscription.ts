import type { Clock } from '../../kernel/clock.ts';
import { createRedisDriver, type RedisAddress, standsWithinMs } from './redis-driver.ts';

/** A connection that listens to one channel. Once lost it stays so; who still wants to hear opens another. */
export interface RedisSubscription {
  /** Aborted when the connection, or one to a node of the cluster, is lost. */
  readonly lost: AbortSignal;
  /** Resolves when everything that is said from now on is heard. Rejects when that cannot be had within the limit. */
  listen(channel: string, hear: (message: string) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What listens: one server or a cluster. */
interface Listener {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: 'error' | 'node-error', listener: () => void): unknown;
  subscribe(channel: string, hear: (message: string) => void): Promise<unknown>;
  sSubscribe(channel: string, hear: (message: string) => void): Promise<unknown>;
}

/**
 * Prepares a connection of its own for one channel; in a cluster the channel is sharded. The driver's own resubscribing is
 * not used: it forgets a subscription that it could not send, and does not say what was missed.
 */
export function openRedisSubscription(address: RedisAddress, timeoutMs: number, clock: Clock): RedisSubscription {
  const driver = createRedisDriver(address, timeoutMs, 'never') as unknown as Listener;
  const lost = new AbortController();
  for (const event of ['error', 'node-error'] as const) driver.on(event, () => lost.abort());
  return {
    lost: lost.signal,
    async listen(channel, hear, signal) {
      const standing = driver
        .connect()
        .then(() => (address.cluster ? driver.sSubscribe(channel, hear) : driver.subscribe(channel, hear)));
      await within(standing, clock, standsWithinMs(address, timeoutMs), AbortSignal.any([lost.signal, signal]));
    },
    close() {
      if (driver.isOpen) driver.destroy();
    },
  };
}

/** What `promise` gives, unless the time or the signal ends first. */
async function within(promise: Promise<unknown>, clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const waited = new AbortController();
  const late = clock.sleep(timeoutMs, AbortSignal.any([signal, waited.signal])).then(() => {
    throw new Error('Redis did not answer in time.');
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    waited.abort();
    promise.catch(() => undefined);
    late.catch(() => undefined);
  }
}
