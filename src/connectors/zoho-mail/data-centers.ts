/** Where an account lives: two hosts that belong together. */
interface DataCenter {
  /** Host of the Mail API. */
  readonly mail: string;
  /** Host that makes access tokens. */
  readonly accounts: string;
}

/** Every data centre of Zoho Mail. An account exists in one of them, and its credentials are good there alone. */
// biome-ignore format: a table is read in columns
export const DATA_CENTERS = {
  us: { mail: 'mail.zoho.com',      accounts: 'accounts.zoho.com' },
  eu: { mail: 'mail.zoho.eu',       accounts: 'accounts.zoho.eu' },
  in: { mail: 'mail.zoho.in',       accounts: 'accounts.zoho.in' },
  au: { mail: 'mail.zoho.com.au',   accounts: 'accounts.zoho.com.au' },
  jp: { mail: 'mail.zoho.jp',       accounts: 'accounts.zoho.jp' },
  ca: { mail: 'mail.zohocloud.ca',  accounts: 'accounts.zohocloud.ca' },
  sa: { mail: 'mail.zoho.sa',       accounts: 'accounts.zoho.sa' },
  ae: { mail: 'mail.zoho.ae',       accounts: 'accounts.zoho.ae' },
  cn: { mail: 'mail.zoho.com.cn',   accounts: 'accounts.zoho.com.cn' },
} as const satisfies Record<string, DataCenter>;

export type DataCenterName = keyof typeof DATA_CENTERS;

export const DATA_CENTER_NAMES = Object.keys(DATA_CENTERS) as [DataCenterName, ...DataCenterName[]];

/** Whether the text names one of the data centres. */
export function isDataCenter(text: string | undefined): text is DataCenterName {
  return text !== undefined && Object.hasOwn(DATA_CENTERS, text);
}

/** Hosts that are not in the table and that some accounts are told to use. */
const FURTHER_MAIL_HOSTS = ['mail.zoho.ca', 'mail.zoho.uk'];

/** Whether the Mail API may be looked for at this host: one of the table, or one that Zoho is known to own besides. */
export function isMailHost(host: string): boolean {
  return FURTHER_MAIL_HOSTS.includes(host) || Object.values(DATA_CENTERS).some(({ mail }) => mail === host);
}
