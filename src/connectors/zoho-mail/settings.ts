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

/** No plan allows more, to whomever: 50 to 500 an hour to others, 1,000 within the organisation. */
export const MAILS_PER_HOUR_MAX = 1_000;

/** Whether the text is a number of mails that a plan can allow in an hour. */
export function isMailCount(text: string): boolean {
  return /^[1-9][0-9]{0,3}$/.test(text) && Number(text) <= MAILS_PER_HOUR_MAX;
}

/** The order of day and month in `scheduleTime`: Zoho's pages say month first, what was seen to work is day first. */
const SCHEDULE_DATES = ['day_first', 'month_first'] as const;

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
  { name: 'ZOHO_WEBHOOK_TOKEN', group: 'Zoho Mail', type: 'secret',
    check: (token) => (/^[A-Za-z0-9_-]{16,200}$/.test(token) ? undefined : 'is not 16 to 200 letters, digits, hyphens and underscores; make one with: openssl rand -hex 24.'),
    description: 'Token in the address of an outgoing webhook, …/webhooks/zoho-mail/default?token=…, by which Zoho\'s first delivery is known.' },
  { name: 'ZOHO_MAILS_PER_HOUR', group: 'Zoho Mail', type: 'text',
    check: (count) => (isMailCount(count) ? undefined : `is not a whole number from 1 to ${MAILS_PER_HOUR_MAX}.`),
    description: 'Mails an hour that the plan allows; more are refused before Zoho is asked. Not set, 1000, more than which no plan allows.' },
  { name: 'ZOHO_SCHEDULE_DATES', group: 'Zoho Mail', type: 'choice', choices: SCHEDULE_DATES, default: 'day_first',
    description: 'How Zoho reads the date of a scheduled mail; try it once with a day after the 12th.' },
] as const satisfies readonly Setting[];
