import type { RunningStop } from './quota-stops.ts';

/**
 * Keeps for all replicas what vendors have called used up, by connection. Time is the store's own; what is over is not
 * there any more. A connection holds stops of up to `SCOPES_MAX` scopes, and takes no further one while all of them last.
 */
export interface StopStore {
  /** Keeps a stop; one of the same scope that lasts longer stays as it is. */
  put(connection: string, stop: RunningStop): Promise<void>;
  /** Gives the stops of each connection that has any. */
  read(connections: readonly string[]): Promise<ReadonlyMap<string, readonly RunningStop[]>>;
  /** Makes an end of every stop of a connection. */
  clear(connection: string): Promise<void>;
}
