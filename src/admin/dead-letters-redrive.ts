import { z } from 'zod';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Action } from './action.ts';
import { LetterId } from './letter-view.ts';

const SUBJECT_MAX = 1_000;

const Input = z.strictObject({
  id: LetterId.optional(),
  all: z.literal(true).optional().describe('Instead of an id: every parked write, oldest first'),
  after: LetterId.optional().describe('With all: only those after this id'),
  perSecond: z.number().min(0.1).max(100).default(10).describe('How many are begun in a second at most'),
  limit: z.int().min(1).max(200).default(100).describe('How many are sent by this request at most'),
});
const Redriven = z.object({
  id: z.string(),
  outcome: z
    .string()
    .describe(
      '`ok`, or the code of the error; `circuit_open` or `connection_off`: not sent, since one before it was refused',
    ),
  message: z.string().optional(),
});
const Output = z.object({
  redriven: z.array(Redriven),
  next: z.string().optional().describe('There is more: go on after this id'),
  parked: z.int().optional().describe('How many are parked now'),
});

/** Sends parked writes again, each through the whole pipeline under its original principal and idempotency key. */
export function deadLettersRedrive(letters: DeadLetters): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'dead-letters.redrive',
    title: 'Redrive dead letters',
    description:
      'Sends one parked write, or all of them, again: under the principal who made it, whose rights are checked anew, and under its own idempotency key. What fails is parked again. Several are sent at once where their order does not matter: of one tool, and of different objects or connections.',
    effect: 'write',
    permission: 'dead-letters.manage',
    input: Input,
    output: Output,
    subject: ({ id }, output) =>
      (output?.redriven.map((each) => `${each.id} ${each.outcome}`).join(', ') || (id ?? 'none')).slice(0, SUBJECT_MAX),
    async run({ id, all, after, perSecond, limit }) {
      if ((id === undefined) === (all === undefined)) {
        throw new PlatformError('invalid_input', 'Give the id of a letter, or all as true; not both.');
      }
      const { redriven, next, parked } = await letters.redrive({ id, after, perSecond, limit });
      return {
        redriven: redriven.map((each) => ({ ...each })),
        ...(parked !== undefined && { parked }),
        ...(next !== undefined && { next }),
      };
    },
  };
}
