import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';

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

/** What to do about something that is no address. */
export const WHOLE_ADDRESS = 'Write the whole address: https://www.example.com/page.';

/** Input field for a page, sitemap or other address. */
export function urlField(description: string) {
  return z.string().refine(isWebAddress, WHOLE_ADDRESS).describe(description);
}

/** Input field for the site that a call is about. */
export function siteField() {
  return z
    .string()
    .refine(isSite, 'Write the site as bing_list_sites shows it: https://www.example.com/.')
    .optional()
    .describe('From bing_list_sites.');
}

const ISSUES_MAX = 20;

/** Throws `invalid_input` with the places of those addresses that are not on the host of `home`; nothing was asked yet. */
export function refuseStrangers(home: string, urls: readonly string[], argument: string): void {
  const { host } = new URL(home);
  const strange = urls.flatMap((url, index) => (new URL(url).host === host ? [] : [index]));
  if (strange.length === 0) return;
  const message = `This is not on ${host}.`;
  const issues = strange
    .slice(0, ISSUES_MAX)
    .map((index) => ({ path: urls.length === 1 ? argument : `${argument}[${index}]`, message }));
  throw new PlatformError('invalid_input', `Every address must be on ${host}.`, { issues, sent: 'no' });
}
