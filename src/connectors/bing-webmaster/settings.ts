import type { Setting } from '../../kernel/setting.ts';
import { isSite, isWebAddress } from './input/web-address.ts';

/** A key of IndexNow: 8 to 128 letters, digits and dashes (https://www.indexnow.org/documentation). */
const INDEX_NOW_KEY = /^[A-Za-z0-9-]{8,128}$/;

/** Whether the text can be a key of IndexNow. */
export function isIndexNowKey(text: string): boolean {
  return INDEX_NOW_KEY.test(text);
}

/** The settings of the connection `default`. */
// biome-ignore format: a table, one line for what it is and one for what it does
export const BING_SETTINGS = [
  { name: 'BING_API_KEY', group: 'Bing Webmaster Tools', type: 'secret',
    description: 'API key of the account: Bing Webmaster Tools, Settings, API access.' },
  { name: 'BING_CLIENT_ID', group: 'Bing Webmaster Tools', type: 'text',
    description: 'Client ID of an OAuth client, instead of an API key.' },
  { name: 'BING_CLIENT_SECRET', group: 'Bing Webmaster Tools', type: 'secret',
    description: 'Client secret of that OAuth client.' },
  { name: 'BING_REFRESH_TOKEN', group: 'Bing Webmaster Tools', type: 'secret',
    description: 'Refresh token of an account that has allowed that client webmaster.read or webmaster.manage.' },
  { name: 'BING_SITE', group: 'Bing Webmaster Tools', type: 'text',
    check: (site) => (isSite(site) ? undefined : 'is not a site; write it as Bing shows it, like https://www.example.com/.'),
    description: 'The site that tools mean when they are told none, exactly as registered; needed only where the account has several.' },
  { name: 'BING_INDEXNOW_KEY', group: 'Bing Webmaster Tools', type: 'text',
    check: (key) => (isIndexNowKey(key) ? undefined : 'is not a key of IndexNow; use 8 to 128 letters, digits and dashes.'),
    description: 'IndexNow key, which the site itself shows to everybody in a text file of that name.' },
  { name: 'BING_INDEXNOW_KEY_LOCATION', group: 'Bing Webmaster Tools', type: 'text',
    check: (url) => (isWebAddress(url) ? undefined : 'is not a web address; write where the key file is, in full.'),
    description: 'Address of the IndexNow key file where it is not at the root of the site.' },
] as const satisfies readonly Setting[];
