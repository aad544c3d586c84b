import { z } from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** Whether the text is one line without control characters, so that it cannot begin another header or field. */
export function isLine(text: string): boolean {
  return LINE.test(text);
}

/** Input field for one line of text: white space around it is dropped, control characters are refused. */
export function lineField(most: number, description: string, least = 1) {
  return z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine(isLine, 'Write it in one line, without control characters.')
    .describe(description);
}
