import { z } from 'zod';
import type { Breaker } from '../resilience/breaker.ts';
import type { Action } from './action.ts';
import { CircuitInput, circuitOf } from './circuit-of.ts';

const Output = z.object({ closed: z.boolean().describe('false when it was closed') });

/** Lets calls pass again, whoever or whatever opened the circuit. */
export function circuitsClose(
  circuits: ReadonlyMap<string, Breaker>,
): Action<z.output<typeof CircuitInput>, z.output<typeof Output>> {
  return {
    name: 'circuits.close',
    title: 'Close a circuit',
    description: 'Lets calls pass again at once and forgets the failures that were counted.',
    effect: 'write',
    permission: 'circuits.manage',
    input: CircuitInput,
    output: Output,
    subject: ({ connection }) => connection,
    run: async ({ connection }) => ({ closed: circuitOf(circuits, connection).close() }),
  };
}
