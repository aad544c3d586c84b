import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';

/** Always fails, as a vendor's refusal does. */
export const errorHandling = defineTool({
  name: 'test_error_handling',
  title: 'Error handling',
  description: 'Always fails, for the conformance suite.',
  effect: 'read',
  permission: 'test.error.read',
  input: z.object({}),
  output: z.object({}),
  scopes: [],
  examples: [],

  async run() {
    throw new PlatformError('upstream_rejected', 'This tool intentionally returns an error for testing', {
      sent: 'no',
    });
  },
});
