import { z } from 'zod';

/** Output field for what an analysis stands on. */
export const Basis = z.object({
  rows: z.number().describe('Rows read.'),
  clicksShare: z.number().describe('Part of all clicks that these rows hold, 0 to 1; the rest are rare queries.'),
  impressionsShare: z.number().describe('The same of impressions.'),
  isCut: z.boolean().describe('Google holds back more rows.'),
});
