import { z } from 'zod';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import type { Action } from './action.ts';
import { LetterId, Reason } from './letter-view.ts';

const Input = z.strictObject({
  id: LetterId,
  outcome: z.enum(['done', 'not-done']).describe("What the vendor's data says became of the write"),
  reason: Reason,
});
const Output = z.object({ settled: z.enum(['done', 'not-done']) });

/** Settles a write of unknown outcome as a person found it in the vendor's data. */
export function deadLettersSettle(letters: DeadLetters): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'dead-letters.settle',
    title: 'Settle a write of unknown outcome',
    description:
      'Says whether the write was carried out. Done: a repetition of it is told so and sends nothing. Not done: its idempotency key is free, and the write can be made again.',
    effect: 'destroy',
    permission: 'dead-letters.manage',
    input: Input,
    output: Output,
    subject: ({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`,
    async run({ id, outcome, reason }) {
      await letters.settle(id, outcome, reason);
      return { settled: outcome };
    },
  };
}
