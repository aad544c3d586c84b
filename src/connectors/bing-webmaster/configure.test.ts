import { describe, expect, it } from 'vitest';
import { configure } from './configure.ts';
import { BING_SETTINGS } from './settings.ts';

const SECRETS: readonly string[] = BING_SETTINGS.filter(({ type }) => type === 'secret').map(({ name }) => name);
const settings = (held: Record<string, string>) =>
  configure({ value: (name) => (SECRETS.includes(name) ? undefined : held[name]), has: (name) => name in held });

const KEY = { BING_API_KEY: 'hidden' };
const OAUTH = { BING_CLIENT_ID: 'abc', BING_CLIENT_SECRET: 'hidden', BING_REFRESH_TOKEN: 'hidden' };

describe('a connection', () => {
  it('with an API key sends it as a parameter to Bing’s two hosts, and never to IndexNow', () => {
    expect(settings(KEY)).toEqual({
      target: {
        origin: 'https://ssl.bing.com',
        signedOrigins: ['https://www.bing.com'],
        hosts: ['ssl.bing.com', 'www.bing.com', 'api.indexnow.org'],
        authentication: { kind: 'query', parameter: 'apikey', secret: 'BING_API_KEY' },
        facts: {},
      },
    });
  });

  it('with OAuth makes tokens at the one or the other address that Microsoft names', () => {
    expect(settings({ ...KEY, ...OAUTH })).toMatchObject({
      target: {
        authentication: {
          kind: 'refresh-token',
          header: 'authorization',
          prefix: 'Bearer ',
          tokenUrls: ['https://www.bing.com/webmasters/oauth/token', 'https://www.bing.com/webmasters/token'],
          clientId: 'abc',
          clientSecret: 'BING_CLIENT_SECRET',
          refreshToken: 'BING_REFRESH_TOKEN',
        },
      },
    });
  });

  it('remembers the site and the public key of IndexNow', () => {
    const more = { BING_SITE: 'https://a.example/', BING_INDEXNOW_KEY: '0123456789abcdef' };

    expect(settings({ ...KEY, ...more })).toMatchObject({
      target: { facts: { site: 'https://a.example/', indexNowKey: '0123456789abcdef' } },
    });
  });

  it('says which settings are missing', () => {
    expect(settings({})).toEqual({ missing: ['BING_API_KEY'] });
    expect(settings({ BING_CLIENT_ID: 'abc' })).toEqual({ missing: ['BING_CLIENT_SECRET', 'BING_REFRESH_TOKEN'] });
  });

  it.each([
    ['BING_SITE', 'larkmoor-tea.example'],
    ['BING_SITE', 'https://a.example/?x'],
    ['BING_INDEXNOW_KEY', 'short'],
    ['BING_INDEXNOW_KEY', 'a/../../../etc'],
    ['BING_INDEXNOW_KEY_LOCATION', 'file:///etc/passwd'],
  ])('is not made with %s=%s, neither in settings nor in a stored connection', (name, value) => {
    const row = BING_SETTINGS.find((setting) => setting.name === name) as { check(value: string): string | undefined };

    expect(row.check(value)).toMatch(/^is not a/);
    expect(settings({ ...KEY, [name]: value })).toEqual({ missing: [name] });
  });
});
