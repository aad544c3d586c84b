import type { ConnectionSettings, Target } from '../../kernel/connector.ts';
import { DATA_CENTERS, isDataCenter, isMailHost } from './data-centers.ts';
import { isAccountId, isClientId, isMailCount } from './settings.ts';

const SECRETS = ['ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'];

/**
 * Gives the Mail host and the accounts host of the data centre and how to sign in, or the names of the settings that are
 * missing; one that cannot be is missing too.
 */
export function configure(settings: ConnectionSettings): { target: Target } | { missing: string[] } {
  const dataCenter = settings.value('ZOHO_DATA_CENTER');
  const clientId = settings.value('ZOHO_CLIENT_ID');
  const accountId = settings.value('ZOHO_ACCOUNT_ID');
  const host = settings.value('ZOHO_MAIL_HOST');
  const mailsPerHour = settings.value('ZOHO_MAILS_PER_HOUR');
  const missing = SECRETS.filter((name) => !settings.has(name));
  if (accountId !== undefined && !isAccountId(accountId)) missing.unshift('ZOHO_ACCOUNT_ID');
  if (mailsPerHour !== undefined && !isMailCount(mailsPerHour)) missing.unshift('ZOHO_MAILS_PER_HOUR');
  if (host !== undefined && !isMailHost(host)) missing.unshift('ZOHO_MAIL_HOST');
  if (clientId === undefined || !isClientId(clientId)) missing.unshift('ZOHO_CLIENT_ID');
  if (!isDataCenter(dataCenter)) missing.unshift('ZOHO_DATA_CENTER');
  if (!isDataCenter(dataCenter) || clientId === undefined || missing.length > 0) return { missing };
  const { mail: usual, accounts } = DATA_CENTERS[dataCenter];
  const mail = host ?? usual;
  return {
    target: {
      origin: `https://${mail}`,
      hosts: [mail, accounts],
      authentication: {
        kind: 'refresh-token',
        header: 'authorization',
        prefix: 'Zoho-oauthtoken ',
        tokenUrls: [`https://${accounts}/oauth/v2/token`],
        clientId,
        clientSecret: 'ZOHO_CLIENT_SECRET',
        refreshToken: 'ZOHO_REFRESH_TOKEN',
        scopeFault: 'INVALID_OAUTHSCOPE',
      },
      facts: {
        dataCenter,
        ...(accountId !== undefined && { accountId }),
        ...(mailsPerHour !== undefined && { mailsPerHour }),
        ...(settings.value('ZOHO_SCHEDULE_DATES') === 'month_first' && { scheduleDates: 'month_first' }),
      },
    },
  };
}
