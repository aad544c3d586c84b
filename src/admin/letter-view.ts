import { z } from 'zod';
import { type DeadLetter, LETTER_STATES } from '../dead-letters/dead-letter-store.ts';

/** A dead letter as actions show it. Times are ISO 8601. */
export const LetterView = z.object({
  id: z.string().describe('Id of the letter and of the record of its write'),
  state: z.enum(LETTER_STATES),
  tool: z.string(),
  connection: z.string(),
  principalId: z.string(),
  principalName: z.string(),
  code: z.string().describe('Code of the error that ended the write last'),
  message: z.string(),
  attempts: z.array(z.object({ at: z.string(), code: z.string().optional() })).describe('Oldest first'),
  correlationId: z.string(),
  createdAt: z.string(),
  keptAt: z.string(),
  reason: z.string().optional().describe('Why it was settled so: what a person said, or what was seen in the data'),
  settledBy: z.enum(['person', 'read-back', 'age']).optional().describe('Who settled it so'),
  checks: z.int().describe('How often it was looked for in the vendor’s data'),
  checkedAt: z.string().optional().describe('When it was looked for last'),
  checkSaid: z.string().optional().describe('What the latest look said'),
});

/** The id of a letter, as an action takes it. */
export const LetterId = z.uuid('Use an id that the list of dead letters shows.').describe('Id of the dead letter');

/** Why a letter is settled, as an action takes it. */
export const Reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .describe('Why, for the audit trail and whoever looks at the letter later');

/** Shows a letter without what is sealed. */
export function toLetterView(letter: DeadLetter): z.output<typeof LetterView> {
  const { sealedInput: _, key: __, fingerprint: ___, claimedAt: ____, ...open } = letter;
  const { attempts, createdAt, keptAt, reason, settledBy, checkedAt, checkSaid, ...shown } = open;
  return {
    ...shown,
    attempts: attempts.map(({ at, ...how }) => ({ at: iso(at), ...how })),
    createdAt: iso(createdAt),
    keptAt: iso(keptAt),
    ...(reason !== undefined && { reason }),
    ...(settledBy !== undefined && { settledBy }),
    ...(checkedAt !== undefined && { checkedAt: iso(checkedAt) }),
    ...(checkSaid !== undefined && { checkSaid }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
