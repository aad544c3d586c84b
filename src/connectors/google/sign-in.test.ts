import { describe, expect, it } from 'vitest';
import { googleSettings } from './settings.ts';
import { signInToGoogle } from './sign-in.ts';

const SCOPES = ['https://www.googleapis.com/auth/webmasters'];
const settingsOf = (values: Record<string, string>) => ({
  value: (name: string) => values[name],
  has: (name: string) => values[name] !== undefined,
});
const signIn = (values: Record<string, string>) => signInToGoogle(settingsOf(values), 'GSC_', SCOPES);
const USER = { GSC_CLIENT_ID: 'id', GSC_CLIENT_SECRET: 'secret', GSC_REFRESH_TOKEN: 'token' };

describe('signing in to Google', () => {
  it('is done as a service account where there is one, even beside a user', () => {
    expect(signIn({ ...USER, GSC_SERVICE_ACCOUNT_KEY: '{}' })).toEqual({
      authentication: {
        kind: 'service-account',
        header: 'authorization',
        prefix: 'Bearer ',
        tokenUrl: 'https://oauth2.googleapis.com/token',
        scopes: SCOPES,
        key: 'GSC_SERVICE_ACCOUNT_KEY',
      },
    });
  });

  it('is done as a user otherwise, and names secrets without holding them', () => {
    expect(signIn(USER)).toEqual({
      authentication: {
        kind: 'refresh-token',
        header: 'authorization',
        prefix: 'Bearer ',
        tokenUrls: ['https://oauth2.googleapis.com/token'],
        clientId: 'id',
        clientSecret: 'GSC_CLIENT_SECRET',
        refreshToken: 'GSC_REFRESH_TOKEN',
      },
    });
  });

  it('asks for the rest of what was begun, and for the service account where nothing was', () => {
    expect(signIn({ GSC_CLIENT_ID: 'id' })).toEqual({ missing: ['GSC_CLIENT_SECRET', 'GSC_REFRESH_TOKEN'] });
    expect(signIn({})).toEqual({ missing: ['GSC_SERVICE_ACCOUNT_KEY'] });
  });
});

describe('the key of a service account', () => {
  const row = googleSettings('GSC_', 'Google Search Console').find(({ name }) => name === 'GSC_SERVICE_ACCOUNT_KEY');
  const check = (text: string) => (row?.type === 'secret' ? row.check?.(text, {}) : 'no such row');
  const key = JSON.stringify({ client_email: 'a@b.iam.gserviceaccount.com', private_key: 'a PRIVATE KEY in PEM' });

  it('is taken as text and in base64', () => {
    expect(check(key)).toBeUndefined();
    expect(check(Buffer.from(key).toString('base64'))).toBeUndefined();
  });

  it.each([
    'a@b.iam.gserviceaccount.com',
    '/etc/keys/account.json',
    '{}',
    '[]',
    'null',
    '{"client_email":"a@b","private_key":7}',
    '',
  ])('is not %j, and what it is instead is never quoted', (text) => {
    expect(check(text)).toMatch(/^is not the key of a service account/);
    if (text.length > 4) expect(check(text)).not.toContain(text);
  });
});
