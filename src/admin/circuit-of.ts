import { z } from 'zod';
import { PlatformError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import type { QuotaStops } from '../limits/quota-stops.ts';
import type { Breaker } from '../resilience/breaker.ts';

/** What keeps calls of one connection from its vendor. */
export interface Circuit {
  readonly breaker: Breaker;
  readonly stops: QuotaStops;
}

/** Gives the circuit of each connection that there is now, by the connection's id. */
export type Circuits = () => ReadonlyMap<string, Circuit>;

/** Input of the actions on one circuit. */
export const CircuitInput = z.strictObject({
  connection: z.string().max(200).describe('Id of the connection, as circuits.list shows it'),
});

/** Output of the actions on one circuit: whose circuit it is. */
export const ActsOn = z
  .enum(['all', 'this'])
  .describe('Whether all replicas obey, or this one alone because there is no Redis or it does not answer');

/** The circuit of a connection. Throws `not_found`. */
export function circuitOf(circuits: Circuits, connection: string): Circuit {
  const all = circuits();
  const circuit = all.get(connection);
  if (circuit) return circuit;
  const near = nearest(connection, [...all.keys()]);
  throw new PlatformError('not_found', `There is no connection of that id.${near ? ` Did you mean ${near}?` : ''}`);
}
