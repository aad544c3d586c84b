import { z } from 'zod';
import type { LetterChecker } from '../dead-letters/letter-checker.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Action } from './action.ts';
import { LetterId } from './letter-view.ts';

const SUBJECT_MAX = 1_000;

const Input = z.strictObject({
  id: LetterId.optional(),
  all: z.literal(true).optional().describe('Instead of an id: every write of unknown outcome, oldest first'),
  after: LetterId.optional().describe('With all: only those after this id'),
  limit: z.int().min(1).max(200).default(100).describe('How many are looked for by this request at most'),
});
const Checked = z.object({
  id: z.string(),
  outcome: z
    .string()
    .describe(
      '`done` or `not_done`: it is settled so. `too_early`: it may still arrive. `cannot_tell`, or the code of the error: it stays unknown',
    ),
  because: z.string().describe('What was seen, or why nothing can be said'),
});
const Output = z.object({
  checked: z.array(Checked),
  next: z.string().optional().describe('There is more: go on after this id'),
});

/** Looks in the vendors' data for writes of unknown outcome, and settles those of which it can tell. */
export function deadLettersCheck(checker: LetterChecker): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'dead-letters.check',
    title: 'Look what became of writes of unknown outcome',
    description:
      "Reads the vendor's data for one write of unknown outcome, or for all, and settles what it can show: done, or not done once it cannot arrive any more. It sends nothing again.",
    effect: 'write',
    permission: 'dead-letters.manage',
    input: Input,
    output: Output,
    subject: ({ id }, output) =>
      (output?.checked.map((each) => `${each.id} ${each.outcome}`).join(', ') || (id ?? 'none')).slice(0, SUBJECT_MAX),
    async run({ id, all, after, limit }) {
      if ((id === undefined) === (all === undefined)) {
        throw new PlatformError('invalid_input', 'Give the id of a letter, or all as true; not both.');
      }
      const { checked, next } =
        id === undefined
          ? await checker.checkAll(after, limit)
          : { checked: [await checker.check(id)], next: undefined };
      const shown = checked.map(({ id, outcome, because }) => ({ id, outcome, because }));
      return { checked: shown, ...(next !== undefined && { next }) };
    },
  };
}
