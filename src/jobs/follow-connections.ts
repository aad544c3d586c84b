import type { Job } from './job.ts';

/** Learns of connections that other replicas have added, changed or removed. One small statement each time. */
export function followConnections(connections: { follow(): Promise<void> }): Job {
  return { name: 'follow-connections', everyMs: 2_000, run: () => connections.follow() };
}
