import type { ProbeFinding } from '../admin/connections-probe.ts';
import type { ConnectionRuntime, ConnectionRuntimes } from '../gateway/connection-runtime.ts';
import { probeConnection } from '../gateway/probe-connection.ts';
import type { Clock } from '../kernel/clock.ts';

const PROBE_TIMEOUT_MS = 15_000;

/** The probes of a platform: of every connection, and of one. */
export interface Probes {
  probe(): Promise<ProbeFinding[]>;
  /** `undefined` for a connection that there is not. */
  probeOne(connection: string): Promise<ProbeFinding | undefined>;
}

/** Makes the probes of the connections that there are when one is asked for. */
export function createProbes(runtimes: ConnectionRuntimes, clock: Clock): Probes {
  const probe = (runtime: ConnectionRuntime) => probeConnection(runtime, clock, PROBE_TIMEOUT_MS);
  return {
    probe: () => Promise.all(runtimes.all.map(probe)),
    async probeOne(connection) {
      const runtime = runtimes.byId(connection);
      return runtime && probe(runtime);
    },
  };
}
