import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { GoogleAccounts } from './google-accounts.ts';

const SCOPE = 'https://www.googleapis.com/auth/webmasters.readonly';
const URL_ = 'https://oauth2.googleapis.com/token';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const ask = (accounts: GoogleAccounts, form: Record<string, string>): WireReply =>
  accounts.answer({
    method: 'POST',
    url: URL_,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
const told = ({ status, body }: WireReply) => [status, JSON.parse(body)];
const bearer = (token: string) => ({
  method: 'GET' as const,
  url: 'https://searchconsole.googleapis.com/webmasters/v3/sites',
  headers: { authorization: `Bearer ${token}` },
});

describe('a service account', () => {
  const clock = createFakeClock();
  const nowS = clock.now() / 1000;
  let accounts: GoogleAccounts;
  let key: { client_email: string; private_key: string };

  beforeAll(() => {
    accounts = new GoogleAccounts({ clock, kind: 'service-account', scopes: [] });
    key = JSON.parse(accounts.credentials('GSC_').GSC_SERVICE_ACCOUNT_KEY ?? '');
  });

  const assertion = (claims: object = {}, header: object = {}, pem = key.private_key) => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const whole = { iss: key.client_email, scope: SCOPE, aud: URL_, iat: nowS, exp: nowS + 3600, ...claims };
    const signed = `${encode({ alg: 'RS256', typ: 'JWT', ...header })}.${encode(whole)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), createPrivateKey(pem)).toString('base64url')}`;
  };
  const exchange = (jwt: string) => told(ask(accounts, { grant_type: GRANT, assertion: jwt }));

  it('gets a token for the scopes that its signed assertion asks for', () => {
    const [status, body] = exchange(assertion());

    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 3599, token_type: 'Bearer' });
    expect(accounts.scopesOf(bearer(body.access_token))).toEqual([SCOPE]);
  });

  it.each<[string, () => string, string]>([
    [
      'another key',
      () =>
        assertion(
          {},
          {},
          generateKeyPairSync('rsa', {
            modulusLength: 2048,
            privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
            publicKeyEncoding: { type: 'spki', format: 'pem' },
          }).privateKey,
        ),
      'Invalid JWT Signature.',
    ],
    ['no algorithm', () => assertion({}, { alg: 'none' }), 'Invalid JWT Signature.'],
    ['another account', () => assertion({ iss: 'x@y.iam.gserviceaccount.com' }), 'Invalid grant: account not found'],
    [
      'another audience',
      () => assertion({ aud: 'https://example.com' }),
      'Failed audience check. The right audience is https://oauth2.googleapis.com/token',
    ],
    [
      'a life of two hours',
      () => assertion({ exp: nowS + 7200 }),
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    ],
    [
      'a life that is over',
      () => assertion({ iat: nowS - 7200, exp: nowS - 3600 }),
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    ],
    [
      'a birth to come',
      () => assertion({ iat: nowS + 900, exp: nowS + 1800 }),
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    ],
    ['no scope', () => assertion({ scope: '' }), 'Invalid OAuth scope or ID token audience provided.'],
    ['something that is no token', () => 'a.b', 'Bad Request'],
  ])('gets none with %s', (_what, jwt, said) => {
    const [status, body] = exchange(jwt());

    expect(status).toBe(400);
    expect(body.error_description).toBe(said);
  });

  it('has a token for an hour and no longer', async () => {
    const [, body] = exchange(assertion());

    await clock.advance(3_598_000);
    expect(accounts.scopesOf(bearer(body.access_token))).toEqual([SCOPE]);
    await clock.advance(2_000);
    expect(accounts.scopesOf(bearer(body.access_token))).toBeUndefined();
  });
});

describe('a user', () => {
  const accounts = new GoogleAccounts({ clock: createFakeClock(), scopes: [SCOPE] });
  const { CLIENT_ID = '', CLIENT_SECRET = '', REFRESH_TOKEN = '' } = accounts.credentials('');
  const form = {
    grant_type: 'refresh_token',
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    refresh_token: REFRESH_TOKEN,
  };

  it('gets a token for the refresh token, as form and as JSON', () => {
    const [status, body] = told(ask(accounts, form));
    const asJson = accounts.answer({
      method: 'POST',
      url: URL_,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    });

    expect(status).toBe(200);
    expect(accounts.scopesOf(bearer(body.access_token))).toEqual([SCOPE]);
    expect(accounts.scopesOf(bearer('ya29.other'))).toBeUndefined();
    expect(asJson.status).toBe(200);
  });

  it.each([
    ['refresh_token', 400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }],
    ['client_secret', 401, { error: 'invalid_client', error_description: 'Unauthorized' }],
    ['client_id', 401, { error: 'invalid_client', error_description: 'The OAuth client was not found.' }],
    ['grant_type', 400, { error: 'unsupported_grant_type', error_description: 'Invalid grant_type: wrong' }],
  ])('gets none with a wrong %s', (field, status, said) => {
    expect(told(ask(accounts, { ...form, [field]: 'wrong' }))).toEqual([status, said]);
  });

  it('loses everything when the access is withdrawn', () => {
    const [, body] = told(ask(accounts, form));

    accounts.revoke();

    expect(accounts.scopesOf(bearer(body.access_token))).toBeUndefined();
    expect(told(ask(accounts, form))[1]).toEqual({
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
  });
});
