import type { Authentication } from '../../kernel/authentication.ts';
import type { ConnectionSettings, Target } from '../../kernel/connector.ts';
import { isSite, isWebAddress } from './input/web-address.ts';
import { isIndexNowKey } from './settings.ts';

const READS = 'ssl.bing.com';
const WRITES = 'www.bing.com';
const INDEX_NOW = 'api.indexnow.org';

/** What is set without need, and what it must look like. */
const OPTIONAL = [
  { setting: 'BING_SITE', fact: 'site', fits: isSite },
  { setting: 'BING_INDEXNOW_KEY', fact: 'indexNowKey', fits: isIndexNowKey },
  { setting: 'BING_INDEXNOW_KEY_LOCATION', fact: 'indexNowKeyLocation', fits: isWebAddress },
] as const;

/**
 * Gives Bing's hosts and how to sign in to them, or the names of the settings that are missing; one that cannot be right
 * is missing too. OAuth wins over an API key: it can be given fewer rights and be withdrawn. IndexNow is shown neither.
 */
export function configure(settings: ConnectionSettings): { target: Target } | { missing: string[] } {
  const missing: string[] = [];
  const facts: Record<string, string> = {};
  for (const { setting, fact, fits } of OPTIONAL) {
    const value = settings.value(setting);
    if (value === undefined) continue;
    if (fits(value)) facts[fact] = value;
    else missing.push(setting);
  }
  const authentication = authenticationOf(settings);
  if (authentication === undefined) missing.push(...missingCredentials(settings));
  if (authentication === undefined || missing.length > 0) return { missing };
  return {
    target: {
      origin: `https://${READS}`,
      signedOrigins: [`https://${WRITES}`],
      hosts: [READS, WRITES, INDEX_NOW],
      authentication,
      facts,
    },
  };
}

function authenticationOf(settings: ConnectionSettings): Authentication | undefined {
  const clientId = settings.value('BING_CLIENT_ID');
  if (clientId !== undefined && settings.has('BING_CLIENT_SECRET') && settings.has('BING_REFRESH_TOKEN')) {
    return {
      kind: 'refresh-token',
      header: 'authorization',
      prefix: 'Bearer ',
      // Microsoft's page names the first in its text and the second in its sample.
      tokenUrls: [`https://${WRITES}/webmasters/oauth/token`, `https://${WRITES}/webmasters/token`],
      clientId,
      clientSecret: 'BING_CLIENT_SECRET',
      refreshToken: 'BING_REFRESH_TOKEN',
    };
  }
  if (settings.has('BING_API_KEY')) return { kind: 'query', parameter: 'apikey', secret: 'BING_API_KEY' };
  return undefined;
}

/** Who has begun with OAuth is asked for the rest of it; everybody else for the one key. */
function missingCredentials(settings: ConnectionSettings): string[] {
  const oauth = ['BING_CLIENT_ID', 'BING_CLIENT_SECRET', 'BING_REFRESH_TOKEN'];
  const missing = oauth.filter((name) => !settings.has(name));
  return missing.length < oauth.length ? missing : ['BING_API_KEY'];
}
