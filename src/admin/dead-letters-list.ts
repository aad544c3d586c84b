import { z } from 'zod';
import { LETTER_STATES } from '../dead-letters/dead-letter-store.ts';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import type { Action } from './action.ts';
import { LetterId, LetterView, toLetterView } from './letter-view.ts';

const Input = z.strictObject({
  states: z
    .array(z.enum(LETTER_STATES))
    .min(1)
    .max(LETTER_STATES.length)
    .optional()
    .describe('Only letters in these states'),
  after: LetterId.optional().describe('Only letters after this id, to go on with a long list'),
  limit: z.int().min(1).max(1_000).default(100).describe('How many letters at most, oldest first'),
});
const Output = z.object({
  letters: z.array(LetterView),
  next: z.string().optional().describe('There is more: go on after this id'),
});

/** Lists writes that ran out of retries and writes of unknown outcome. */
export function deadLettersList(letters: DeadLetters): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'dead-letters.list',
    title: 'List dead letters',
    description:
      'Writes that ran out of retries, and writes of unknown outcome, with their errors; never what they would write.',
    effect: 'read',
    permission: 'dead-letters.manage',
    input: Input,
    output: Output,
    subject: () => 'dead letters',
    async run({ states, after, limit }) {
      const found = await letters.list(states, after, limit + 1);
      const shown = found.slice(0, limit);
      const next = found.length > limit ? shown.at(-1)?.id : undefined;
      return { letters: shown.map(toLetterView), ...(next !== undefined && { next }) };
    },
  };
}
