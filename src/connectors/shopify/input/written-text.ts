import { z } from 'zod';

/** Input field for text of several lines: control characters other than line feeds and tabs are refused. */
export function noteField(most: number, description: string) {
  return z.string().trim().max(most).refine(isWritable, 'Leave out control characters.').describe(description);
}

/** Input field for an e-mail address. */
export function emailField(description: string) {
  return z
    .string()
    .trim()
    .max(254)
    .refine((text) => EMAIL.test(text) && isWritable(text), 'Give one e-mail address, like ada@example.com.')
    .describe(description);
}

/** Input field for an amount of money: digits, with a point and up to two more. */
export function amountField(description: string) {
  return z
    .string()
    .max(20)
    .refine((text) => AMOUNT.test(text), 'Write the amount as 12.50, without a currency.')
    .describe(description);
}

const EMAIL = /^[^@\s,;<>"]+@[^@\s,;<>"]+\.[^@\s,;<>"]+$/;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

function isWritable(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text);
}
