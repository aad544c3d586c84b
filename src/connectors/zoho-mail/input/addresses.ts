import { z } from 'zod';

const ADDRESS =
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,63}$/u;
const ADDRESS_MAX = 254;
const TOLD = 'Write bare addresses like ana@example.com, one an entry, without names.';

/** The most recipients that Zoho's free plan takes in one mail. */
export const RECIPIENTS_MAX = 100;

/** Whether the text is one e-mail address and nothing else: no name, no second address, no line break. */
export function isAddress(text: string): boolean {
  return text.length <= ADDRESS_MAX && ADDRESS.test(text);
}

/** Input field for one e-mail address. */
export function addressField(description: string) {
  return z.string().refine(isAddress, TOLD).describe(description);
}

/** Input field for e-mail addresses. */
export function addressesField(description: string) {
  return z
    .array(z.string().refine(isAddress, TOLD))
    .refine(({ length }) => length <= RECIPIENTS_MAX, `Give at most ${RECIPIENTS_MAX} addresses.`)
    .optional()
    .describe(description);
}
