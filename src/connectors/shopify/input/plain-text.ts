import { z } from 'zod';

/** Input field for one line of text, or for an item of a list, which needs no description: white space around it is dropped, control characters are refused. */
export function lineField(most: number, description = '') {
  const field = z
    .string()
    .trim()
    .min(1)
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Write it in one line, without control characters.');
  return description === '' ? field : field.describe(description);
}
