import { z } from 'zod';

const ID = /^[0-9]{1,20}$/;
const TOLD = 'Give the id as its digits, in quotation marks.';

/** Whether the text is an id: digits alone, so that it can stand in a path. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** Input field for an id of Zoho: its digits as text, since it is larger than a JSON number holds. */
export function idField(description: string) {
  return z.string().refine(isId, TOLD).describe(description);
}

/** Input field for several ids, each once. */
export function idsField(most: number, description: string) {
  return z
    .array(z.string().refine(isId, TOLD))
    .min(1)
    .max(most)
    .refine((ids) => new Set(ids).size === ids.length, 'Give each id once.')
    .describe(description);
}
