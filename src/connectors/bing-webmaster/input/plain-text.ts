import { z } from 'zod';

/** Input field for one line of text, as people type into a search box: white space around it is dropped. */
export function lineField(most: number, description: string) {
  return z
    .string()
    .trim()
    .refine((text) => isLine(text, most), `Write 1 to ${most} characters in one line.`)
    .describe(description);
}

function isLine(text: string, most: number): boolean {
  return text.length > 0 && text.length <= most && text.isWellFormed() && !/\p{Cc}/u.test(text);
}
