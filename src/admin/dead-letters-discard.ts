import { z } from 'zod';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import type { Action } from './action.ts';
import { LetterId, Reason } from './letter-view.ts';

const Input = z.strictObject({ id: LetterId, reason: Reason });
const Output = z.object({ discarded: z.literal(true) });

/** Takes a parked write out of the dead letters without sending it. */
export function deadLettersDiscard(letters: DeadLetters): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'dead-letters.discard',
    title: 'Discard a dead letter',
    description:
      'Takes a parked write out: it is not sent, what it would write is erased, and a repetition of it is told so.',
    effect: 'destroy',
    permission: 'dead-letters.manage',
    input: Input,
    output: Output,
    subject: ({ id, reason }) => `${id}: ${reason}`,
    async run({ id, reason }) {
      await letters.discard(id, reason);
      return { discarded: true };
    },
  };
}
