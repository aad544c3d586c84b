import { z } from 'zod';

const LENGTH_MAX = 2048;

/** Input field for an `https` address of the public web that the vendor is to fetch: a name, no user, no port. */
export function webAddressField(description: string) {
  return z
    .string()
    .max(LENGTH_MAX)
    .refine(isPublic, 'Give a whole https address with a public host name, without user, port or blanks.')
    .describe(description);
}

function isPublic(text: string): boolean {
  if (!/^https:\/\/[^\s\\]+$/.test(text)) return false;
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.port !== '') return false;
  const isName = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(url.hostname);
  return isName && !/\.(local|localhost|internal|home|lan)$/.test(url.hostname);
}
