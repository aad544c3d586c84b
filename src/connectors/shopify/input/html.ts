import { z } from 'zod';

/** Input field for a text of HTML. */
export function htmlField(most: number, description: string) {
  return (
    z
      .string()
      .max(most)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/, 'Leave control characters out.')
      .describe(description)
  );
}
