import type { EventEmitter } from 'node:events';
import type { Clock } from '../kernel/clock.ts';

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C reaches a process more than once: from the terminal, and again from npm or the launcher above it. */
export const ECHO_MS = 500;

/**
 * Listens for the signals that stop a server: calls `stop` for the first, and `end` for one that comes later than its
 * echoes, from somebody who will not wait. Gives a function that stops listening.
 */
export function onStopSignals(
  host: Pick<EventEmitter, 'on' | 'off'>,
  clock: Pick<Clock, 'monotonicMs'>,
  stop: (signal: NodeJS.Signals) => void,
  end: (signal: NodeJS.Signals) => void,
): () => void {
  let firstAt: number | undefined;
  const listener = (signal: NodeJS.Signals) => {
    const at = clock.monotonicMs();
    if (firstAt === undefined) {
      firstAt = at;
      stop(signal);
    } else if (at - firstAt > ECHO_MS) end(signal);
  };
  for (const signal of STOPPING) host.on(signal, listener);
  return () => {
    for (const signal of STOPPING) host.off(signal, listener);
  };
}
