import { z } from 'zod';

/** The days that an answer is about. */
export const PeriodShape = z.object({
  from: z.string().describe('First day.'),
  to: z.string().describe('Last day.'),
});
