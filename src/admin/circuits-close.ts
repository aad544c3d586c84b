import { z } from 'zod';
import type { Action } from './action.ts';
import { ActsOn, CircuitInput, type Circuits, circuitOf } from './circuit-of.ts';

const Output = z.object({
  closed: z.boolean().describe('false when it was closed'),
  quotaFreed: z.boolean().describe('A quota had been used up, and the vendor is asked again by this replica'),
  replicas: ActsOn,
});

/** Lets calls pass again, whoever or whatever opened the circuit, and forgets that the vendor called a quota used up. */
export function circuitsClose(circuits: Circuits): Action<z.output<typeof CircuitInput>, z.output<typeof Output>> {
  return {
    name: 'circuits.close',
    title: 'Close a circuit',
    description:
      'Lets calls pass again at once: forgets the failures that were counted, and what the vendor said of a quota that is used up.',
    effect: 'write',
    permission: 'circuits.manage',
    input: CircuitInput,
    output: Output,
    subject: ({ connection }) => connection,
    run: async ({ connection }) => {
      const { breaker, stops } = circuitOf(circuits, connection);
      const { moved, shared } = await breaker.close();
      return { closed: moved, quotaFreed: stops.clear(), replicas: shared ? 'all' : 'this' };
    },
  };
}
