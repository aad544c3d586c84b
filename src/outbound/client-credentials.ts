import type { Authentication, Secrets } from '../kernel/authentication.ts';
import { type Wire, WireAuthenticationError } from '../kernel/wire.ts';
import { askForToken, type MintToken, parseMintedToken } from './minted-token.ts';

type ClientCredentials = Extract<Authentication, { kind: 'client-credentials' }>;

/** Mints by the client credentials grant (RFC 6749 §4.4). */
export function clientCredentials(wire: Wire, grant: ClientCredentials, secrets: Secrets): MintToken {
  return async () => {
    const secret = secrets(grant.clientSecret);
    if (!secret) throw new WireAuthenticationError('secret_missing');
    const form = { grant_type: 'client_credentials', client_id: grant.clientId, client_secret: secret };
    return parseMintedToken(await askForToken(wire, grant.tokenUrl, form));
  };
}
