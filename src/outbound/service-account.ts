import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Authentication, Secrets } from '../kernel/authentication.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Wire, WireAuthenticationError } from '../kernel/wire.ts';
import { askForToken, type MintToken, parseMintedToken } from './minted-token.ts';

type ServiceAccount = Extract<Authentication, { kind: 'service-account' }>;

/** A key file, read. */
interface AccountKey {
  readonly file: string;
  readonly email: string;
  readonly keyId: string | undefined;
  readonly privateKey: KeyObject;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The longest that Google takes. */
const ASSERTION_LIFE_S = 3_600;

/**
 * Mints by an assertion that the service account's key signs (RFC 7523 §2.1, RS256). The audience is the declared token
 * endpoint, whatever the key file names. A key file is parsed once; one that is none is refused without being quoted.
 */
export function serviceAccount(wire: Wire, grant: ServiceAccount, secrets: Secrets, clock: Clock): MintToken {
  let parsed: AccountKey | undefined;
  return async () => {
    const file = secrets(grant.key);
    if (!file) throw new WireAuthenticationError('secret_missing');
    if (parsed?.file !== file) parsed = parseKey(file);
    const assertion = assertionOf(parsed, grant, Math.floor(clock.now() / 1_000));
    return parseMintedToken(await askForToken(wire, grant.tokenUrl, { grant_type: GRANT_TYPE, assertion }));
  };
}

function assertionOf({ email, keyId, privateKey }: AccountKey, grant: ServiceAccount, nowS: number): string {
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) };
  const claims = {
    iss: email,
    scope: grant.scopes.join(' '),
    aud: grant.tokenUrl,
    iat: nowS,
    exp: nowS + ASSERTION_LIFE_S,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A key file is JSON; in settings of one line it comes in base64. */
function textOf(file: string): string {
  return file.trimStart().startsWith('{') ? file : Buffer.from(file, 'base64').toString('utf8');
}

/** Nothing of what went wrong is kept: a parser's message quotes what it stumbled over. */
function parseKey(file: string): AccountKey {
  try {
    const { client_email: email, private_key: pem, private_key_id: keyId } = JSON.parse(textOf(file));
    const privateKey = createPrivateKey(pem);
    if (typeof email !== 'string' || privateKey.asymmetricKeyType !== 'rsa') throw new TypeError('No RSA key.');
    return { file, email, keyId: typeof keyId === 'string' ? keyId : undefined, privateKey };
  } catch {
    throw new WireAuthenticationError('malformed_key');
  }
}
