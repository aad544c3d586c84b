import { z } from 'zod';

/** How many tags one record may carry (https://shopify.dev/docs/api/admin-graphql, OrderInput and CustomerInput). */
const TAGS_MAX = 250;
const TAG_LENGTH_MAX = 40;

/** Input field for tags to add or to take away. */
export function tagsField(description: string) {
  const tag = z
    .string()
    .trim()
    .min(1)
    .max(TAG_LENGTH_MAX)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    .refine((text) => !/[,\u0000-\u001f\u007f]/.test(text), 'Write one tag, without commas or control characters.');
  return z
    .array(tag)
    .refine(({ length }) => length >= 1 && length <= TAGS_MAX, `Give one to ${TAGS_MAX} tags.`)
    .optional()
    .describe(description);
}

/** Gives the tags after a change, `undefined` when none was asked for. Shopify tells tags apart whatever their case. */
export function changedTags(
  tags: readonly string[],
  added: readonly string[] | undefined,
  removed: readonly string[] | undefined,
): string[] | undefined {
  if (!added && !removed) return undefined;
  const gone = new Set(removed?.map((tag) => tag.toLowerCase()));
  const left = tags.filter((tag) => !gone.has(tag.toLowerCase()));
  const known = new Set(left.map((tag) => tag.toLowerCase()));
  return [...left, ...(added ?? []).filter((tag) => !known.has(tag.toLowerCase()))];
}
