import { z } from 'zod';
import { defineTool } from '../../define.ts';

const LINE = 'A line that is as long as the lines of a report usually are, so that many of them do not fit.';

/** Returns more rows than an answer holds, so that the platform pages them and there is a resource to read. */
export const largeResult = defineTool({
  name: 'test_large_result',
  title: 'Large result',
  description: 'Returns numbered lines, by default more than one answer holds, for the conformance suite.',
  effect: 'read',
  permission: 'test.rows.read',
  input: z.object({ rows: z.number().int().min(1).max(10_000).default(1_000).describe('How many lines') }),
  output: z.object({ rows: z.array(z.object({ number: z.number().int(), line: z.string() })) }),
  list: 'rows',
  scopes: [],
  examples: [{ title: 'Two lines', input: { rows: 2 } }],

  async run({ rows }) {
    return { rows: Array.from({ length: rows }, (_, at) => ({ number: at + 1, line: LINE })) };
  },
});
