import type { Authentication } from '../../kernel/authentication.ts';
import type { ConnectionSettings } from '../../kernel/connector.ts';

/** Hands out Google's access tokens; it belongs on every allow-list of a Google connection. */
export const TOKEN_HOST = 'oauth2.googleapis.com';
const TOKEN_URL = `https://${TOKEN_HOST}/token`;

/** How to sign in, or the names of what is missing for it. */
export type SignIn = { readonly authentication: Authentication } | { readonly missing: readonly string[] };

/**
 * Gives how a connection signs in to Google by the settings that begin with `prefix`: a service account where there is
 * one, else a user's refresh token (https://developers.google.com/identity/protocols/oauth2). Half of a user's three
 * settings asks for the rest; without any, the service account's key is what a new connection is made of.
 */
export function signInToGoogle(settings: ConnectionSettings, prefix: string, scopes: readonly string[]): SignIn {
  const bearer = { header: 'authorization', prefix: 'Bearer ' } as const;
  const key = `${prefix}SERVICE_ACCOUNT_KEY`;
  if (settings.has(key)) {
    return { authentication: { kind: 'service-account', ...bearer, tokenUrl: TOKEN_URL, scopes, key } };
  }
  const clientSecret = `${prefix}CLIENT_SECRET`;
  const refreshToken = `${prefix}REFRESH_TOKEN`;
  const clientId = settings.value(`${prefix}CLIENT_ID`);
  if (clientId !== undefined && settings.has(clientSecret) && settings.has(refreshToken)) {
    return {
      authentication: {
        kind: 'refresh-token',
        ...bearer,
        tokenUrls: [TOKEN_URL],
        clientId,
        clientSecret,
        refreshToken,
      },
    };
  }
  const pair = [`${prefix}CLIENT_ID`, clientSecret, refreshToken];
  const missing = pair.filter((name) => !settings.has(name));
  return { missing: missing.length === pair.length ? [key] : missing };
}
