import { z } from 'zod';
import type { Action } from './action.ts';
import { ActsOn, CircuitInput, type Circuits, circuitOf } from './circuit-of.ts';

const Output = z.object({
  opened: z.boolean().describe('false when it had been opened by hand before'),
  replicas: ActsOn,
});

/** Keeps calls from a vendor until somebody closes the circuit again. */
export function circuitsOpen(circuits: Circuits): Action<z.output<typeof CircuitInput>, z.output<typeof Output>> {
  return {
    name: 'circuits.open',
    title: 'Open a circuit',
    description:
      'Refuses every call that would reach the vendor of a connection, until the circuit is closed by hand. Cached answers go on. Where replicas share Redis all of them obey, those that start later too; elsewhere it is this process, and a restart closes it.',
    effect: 'write',
    permission: 'circuits.manage',
    input: CircuitInput,
    output: Output,
    subject: ({ connection }) => connection,
    run: async ({ connection }) => {
      const { moved, shared } = await circuitOf(circuits, connection).breaker.hold();
      return { opened: moved, replicas: shared ? 'all' : 'this' };
    },
  };
}
