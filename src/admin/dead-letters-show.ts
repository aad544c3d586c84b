import { z } from 'zod';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import type { Action } from './action.ts';
import { LetterId, LetterView, toLetterView } from './letter-view.ts';

const Input = z.strictObject({ id: LetterId });
const Output = z.object({
  letter: LetterView,
  input: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What the write would do, personal data included; absent once it is settled'),
});

/** Shows one dead letter with the arguments of its write. */
export function deadLettersShow(letters: DeadLetters): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'dead-letters.show',
    title: 'Show a dead letter',
    description: 'One letter with the arguments of its write as they were sent. Whoever looks is recorded.',
    effect: 'read',
    permission: 'dead-letters.manage',
    input: Input,
    output: Output,
    subject: ({ id }) => id,
    async run({ id }) {
      const { letter, input } = await letters.show(id);
      return { letter: toLetterView(letter), ...(input && { input }) };
    },
  };
}
