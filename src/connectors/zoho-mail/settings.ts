import type { Setting } from '../../kernel/setting.ts';
import { DATA_CENTER_NAMES, isMailHost } from './data-centers.ts';

const CLIENT_ID = /^[A-Za-z0-9._-]{1,100}$/;
const ACCOUNT_ID = /^[0-9]{1,20}$/;

/** Whether the text can be the client ID of an API client; it becomes part of a form, so nothing else is taken. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

/** Whether the text can be an account id. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(text);
}

/** The order of day and month in `scheduleTime`: Zoho's pages say month first, what was seen to work is day first. */
export const SCHEDULE_DATES = ['day_first', 'month_first'] as const;

/** The settings of the connection `default`. */
// biome-ignore format: a table, one line for what it is and one for what it does
export const ZOHO_SETTINGS = [
  { name: 'ZOHO_DATA_CENTER', group: 'Zoho Mail', type: 'choice', choices: DATA_CENTER_NAMES,
    description: 'Where the Zoho account was created: the end of the address at which you read mail tells it.' },
  { name: 'ZOHO_CLIENT_ID', group: 'Zoho Mail', type: 'text',
    check: (id) => (isClientId(id) ? undefined : 'is not a client ID; copy it from the API console, as in 1000.ABC….'),
    description: 'Client ID of a Self Client of the Zoho API console of that data centre.' },
  { name: 'ZOHO_CLIENT_SECRET', group: 'Zoho Mail', type: 'secret',
    description: 'Client secret of that client.' },
  { name: 'ZOHO_REFRESH_TOKEN', group: 'Zoho Mail', type: 'secret',
    description: 'Refresh token that was made with that client; short-lived access tokens are made from it.' },
  { name: 'ZOHO_ACCOUNT_ID', group: 'Zoho Mail', type: 'text',
    check: (id) => (isAccountId(id) ? undefined : 'is not an account id, which is a number.'),
    description: 'Account to use where the user has several; not set, it is the default account.' },
  { name: 'ZOHO_MAIL_HOST', group: 'Zoho Mail', type: 'text',
    check: (host) => (isMailHost(host) ? undefined : 'is not a host of Zoho Mail; leave it out, or write one like mail.zoho.eu.'),
    description: 'Another host of the Mail API than the data centre\'s.' },
  { name: 'ZOHO_SCHEDULE_DATES', group: 'Zoho Mail', type: 'choice', choices: SCHEDULE_DATES, default: 'day_first',
    description: 'How Zoho reads the date of a scheduled mail; try it once with a day after the 12th.' },
] as const satisfies readonly Setting[];
