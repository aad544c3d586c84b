import { z } from 'zod';
import { defineTool } from '../../define.ts';

/** Returns one fixed text. */
export const simpleText = defineTool({
  name: 'test_simple_text',
  title: 'Simple text',
  description: 'Returns one fixed text, for the conformance suite.',
  effect: 'read',
  permission: 'test.text.read',
  input: z.object({}),
  output: z.object({ text: z.string() }),
  scopes: [],
  examples: [{ title: 'The only call there is', input: {} }],

  async run() {
    return { text: 'This is a simple text response for testing.' };
  },
});
