import { z } from 'zod';

/** What `circuits.list` answers. */
export const ListedCircuits = z.looseObject({
  circuits: z.array(
    z.looseObject({
      connection: z.string(),
      state: z.string(),
      held: z.boolean(),
      failuresInARow: z.number(),
      slow: z.number(),
      restsForMs: z.number().optional(),
      usedUpForMs: z.number().optional(),
      scopes: z.number(),
    }),
  ),
});

/** What `circuits.open` answers. */
export const OpenedCircuit = z.looseObject({ opened: z.boolean(), replicas: z.string() });

/** What `circuits.close` answers. */
export const ClosedCircuit = z.looseObject({ closed: z.boolean(), quotaFreed: z.boolean(), replicas: z.string() });

/** Ends the sentence about what was done: in which replicas. */
export function whereDone(replicas: string): string {
  return replicas === 'all' ? 'in all replicas' : 'in this replica';
}
