import { z } from 'zod';
import { PlatformError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Breaker } from '../resilience/breaker.ts';

/** Input of the actions on one circuit. */
export const CircuitInput = z.strictObject({
  connection: z.string().max(200).describe('Id of the connection, as circuits.list shows it'),
});

/** The circuit of a connection. Throws `not_found`. */
export function circuitOf(circuits: ReadonlyMap<string, Breaker>, connection: string): Breaker {
  const circuit = circuits.get(connection);
  if (circuit) return circuit;
  const near = nearest(connection, [...circuits.keys()]);
  throw new PlatformError('not_found', `There is no connection of that id.${near ? ` Did you mean ${near}?` : ''}`);
}
