import { generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createStoppedClock, createTokenVendor, json } from '../../test/support/token-vendor.ts';
import type { Authentication } from '../kernel/authentication.ts';
import { signed } from './signer.ts';

const ORIGIN = 'https://api.acme.example';
const ADMIN = 'https://admin.acme.example';
const TOKEN_URL = 'https://oauth2.acme.example/token';
const EMAIL = 'reader@project.iam.acme.example';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEY_FILE = JSON.stringify({
  type: 'service_account',
  client_email: EMAIL,
  private_key_id: 'k1',
  private_key: PEM,
  token_uri: 'https://evil.example/token',
});

const authentication: Authentication = {
  kind: 'service-account',
  header: 'authorization',
  prefix: 'Bearer ',
  tokenUrl: TOKEN_URL,
  scopes: ['scope.one', 'scope.two'],
  key: 'KEY_JSON',
};
const request = { method: 'GET', url: `${ORIGIN}/sites`, headers: {} } as const;

function connect(file: string | undefined) {
  const clock = createStoppedClock();
  const { wire, state: vendor } = createTokenVendor((url) => url === TOKEN_URL);
  const secrets = { file };
  const call = signed(wire, authentication, () => secrets.file, { clock, origins: [ORIGIN, ADMIN] });
  return { clock, vendor, call, secrets };
}

const parts = (jwt = '') => jwt.split('.');
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

describe('a service account', () => {
  it('signs an assertion of RFC 7523 with its key, for an hour from now, to the declared endpoint', async () => {
    const { call, vendor, clock } = connect(KEY_FILE);

    await call(request);

    const [{ grant_type, assertion } = {}] = vendor.forms();
    const [header, claims, signature = ''] = parts(assertion);
    const now = Math.floor(clock.now() / 1_000);
    expect(grant_type).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(vendor.mints().map(({ url }) => url)).toEqual([TOKEN_URL]);
    expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(decoded(claims)).toEqual({
      iss: EMAIL,
      scope: 'scope.one scope.two',
      aud: TOKEN_URL,
      iat: now,
      exp: now + 3_600,
    });
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
  });

  it('shows its token to every signed origin and to no other', async () => {
    const { call, vendor } = connect(KEY_FILE);

    for (const origin of [ORIGIN, ADMIN, 'https://files.acme.example']) await call({ ...request, url: `${origin}/x` });

    expect(vendor.calls().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      undefined,
    ]);
  });

  it('mints once for all who wait, and again with a new assertion before the end', async () => {
    const { call, vendor, clock } = connect(KEY_FILE);

    await Promise.all(Array.from({ length: 20 }, () => call(request)));
    clock.pass(3_400_000);
    await call(request);

    expect(vendor.mints()).toHaveLength(2);
    expect(vendor.forms().map(({ assertion }) => decoded(parts(assertion)[1]).iat)).toEqual([1_000, 4_400]);
  });

  it('reads a new key file when there is one', async () => {
    const { call, vendor, secrets, clock } = connect(KEY_FILE);
    await call(request);
    secrets.file = JSON.stringify({ client_email: 'second@acme.example', private_key: PEM });
    clock.pass(3_600_000);

    await call(request);

    const [header, claims] = parts(vendor.forms().at(-1)?.assertion);
    expect([decoded(header).kid, decoded(claims).iss]).toEqual([undefined, 'second@acme.example']);
  });
});

describe('a key file that is none', () => {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const withKey = (private_key: unknown) => JSON.stringify({ client_email: EMAIL, private_key });

  it.each([
    ['no JSON', 'hush-not-json'],
    ['a JSON text', '"hush"'],
    ['null', 'null'],
    ['a file without a key', JSON.stringify({ client_email: EMAIL })],
    ['a file without an address', JSON.stringify({ private_key: PEM })],
    ['a key that is no PEM', withKey('hush')],
    ['a key cut in half', withKey(PEM.slice(0, 400))],
    ['a public key', withKey(publicKey.export({ type: 'spki', format: 'pem' }))],
    ['a key of another kind', withKey(elliptic.privateKey.export({ type: 'pkcs8', format: 'pem' }))],
  ])('is refused without being quoted: %s', async (_what, file) => {
    const { call, vendor } = connect(file);

    const error = await call(request).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'WireAuthenticationError', reason: 'malformed_key', temporary: false });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/hush|PRIVATE KEY/);
    expect(vendor.seen).toEqual([]);
  });

  it('is refused when it is missing', async () => {
    await expect(connect(undefined).call(request)).rejects.toMatchObject({ reason: 'secret_missing' });
  });
});

it('neither key nor token is to be found in what is thrown or held', async () => {
  const { call, vendor } = connect(KEY_FILE);
  await call(request);
  vendor.mint = () => json(400, { error: 'invalid_grant', error_description: PEM });

  const found = inspect([call, await connect(KEY_FILE).call(request)], { depth: Infinity, showHidden: true });

  expect(found).not.toMatch(/PRIVATE KEY|token-1/);
});
