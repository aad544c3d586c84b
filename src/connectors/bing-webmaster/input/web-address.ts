import { z } from 'zod';

const LENGTH_MAX = 2_048;
const PLAIN = /^https?:\/\/[^\s\\"<>\p{Cc}\p{Cf}]+$/iu;

/** Whether the text is a whole web address that reads the same to everybody: no sign-in, blanks or control characters in it. */
export function isWebAddress(text: string): boolean {
  if (text.length > LENGTH_MAX || !PLAIN.test(text) || !text.isWellFormed() || !URL.canParse(text)) return false;
  const { username, password, hostname } = new URL(text);
  return username === '' && password === '' && hostname.includes('.');
}

/** Whether the text can be a site as Bing registers it: an address without query and fragment. */
export function isSite(text: string): boolean {
  return isWebAddress(text) && !/[?#]/.test(text);
}

/** Input field for a page, sitemap or other address. */
export function urlField(description: string) {
  return z.string().refine(isWebAddress, 'Write the whole address: https://www.example.com/page.').describe(description);
}

/** Input field for the site that a call is about. */
export function siteField() {
  return z
    .string()
    .refine(isSite, 'Write the site as bing_list_sites shows it: https://www.example.com/.')
    .optional()
    .describe('From bing_list_sites; default: the only one.');
}

/** Says which of the addresses do not belong to the host of `home`, by their place. */
export function strangersTo(home: string, urls: readonly string[]): number[] {
  const { host } = new URL(home);
  return urls.flatMap((url, index) => (new URL(url).host === host ? [] : [index]));
}
