import { z } from 'zod';

/** A dead letter as actions show it. Times are ISO 8601. */
const ShownLetter = z.looseObject({
  id: z.string(),
  state: z.string(),
  tool: z.string(),
  connection: z.string(),
  principalId: z.string(),
  principalName: z.string(),
  code: z.string(),
  message: z.string(),
  attempts: z.array(z.looseObject({ at: z.string(), code: z.string().optional() })),
  correlationId: z.string(),
  createdAt: z.string(),
  keptAt: z.string(),
  reason: z.string().optional(),
  settledBy: z.string().optional(),
  checks: z.number().default(0),
  checkedAt: z.string().optional(),
  checkSaid: z.string().optional(),
});

/** What `dead-letters.list` answers. */
export const ListedLetters = z.looseObject({ letters: z.array(ShownLetter), next: z.string().optional() });

/** What `dead-letters.show` answers. */
export const OneLetter = z.looseObject({ letter: ShownLetter, input: z.record(z.string(), z.unknown()).optional() });

/** What `dead-letters.check` answers. */
export const CheckedLetters = z.looseObject({
  checked: z.array(z.looseObject({ id: z.string(), outcome: z.string(), because: z.string() })),
  next: z.string().optional(),
});

/** What `dead-letters.redrive` answers. */
export const RedrivenLetters = z.looseObject({
  redriven: z.array(z.looseObject({ id: z.string(), outcome: z.string(), message: z.string().optional() })),
  next: z.string().optional(),
  parked: z.int().optional(),
});
