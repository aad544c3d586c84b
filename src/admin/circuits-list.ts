import { z } from 'zod';
import type { Action } from './action.ts';
import { ActsOn, type CircuitsById } from './circuit-of.ts';

const Input = z.strictObject({});
const Circuit = z.object({
  connection: z.string(),
  state: z.enum(['closed', 'open', 'half-open']),
  held: z.boolean().describe('An operator opened it; it stays open until one closes it'),
  failuresInARow: z.int().describe('Of all replicas together, where they share Redis'),
  slow: z
    .int()
    .describe('Slow ones among the latest attempts, twenty at most; of all replicas together, where they share Redis'),
  restsForMs: z.number().optional().describe('Milliseconds until one attempt probes the vendor'),
  usedUpForMs: z.number().optional().describe('Milliseconds for which the vendor said that the quota is used up'),
  scopes: z.int().describe('Sites, properties and the like whose own quota is used up'),
});
const Output = z.object({ circuits: z.array(Circuit), replicas: ActsOn });

/** Lists the circuits of all connections, with what was counted. `sharedUp` says whether they are those of all replicas. */
export function circuitsList(
  circuits: CircuitsById,
  sharedUp: () => boolean | undefined,
): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'circuits.list',
    title: 'List the circuits',
    description: 'Shows the circuit of each connection: whether calls pass, and what was counted.',
    effect: 'read',
    permission: 'circuits.manage',
    input: Input,
    output: Output,
    subject: () => 'all circuits',
    run: async () => ({
      circuits: [...circuits()].map(([connection, { breaker, stops }]) => ({
        connection,
        ...breaker.view(),
        ...stops.view(),
      })),
      replicas: sharedUp() ? 'all' : 'this',
    }),
  };
}
