import { z } from 'zod';

const LENGTH_MAX = 1024;
// A second slash or a backslash at the beginning would lead to another host.
const PATH = /^\/(?![/\\])[^\s\p{Cc}]*$/u;

/** Input field for a path of the online store. */
export function pathField(description: string) {
  return z
    .string()
    .max(LENGTH_MAX)
    .refine(isPath, 'Begin it with one slash and leave blanks out: /old.')
    .describe(description);
}

/** Input field for where something leads: a path of the online store, or a whole `https` address. */
export function targetField(description: string) {
  return z
    .string()
    .max(LENGTH_MAX)
    .refine(
      (target) => isPath(target) || isAddress(target),
      'Give a path that begins with one slash, or a whole address with https://.',
    )
    .describe(description);
}

function isPath(text: string): boolean {
  return PATH.test(text);
}

function isAddress(text: string): boolean {
  if (!/^https:\/\/[^\s\\]+$/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
}
