import { describe, expect, it } from 'vitest';
import { configure } from './configure.ts';

const configured = (values: Record<string, string>) =>
  configure({ value: (name) => values[name], has: (name) => values[name] !== undefined });

describe('a connection to Search Console', () => {
  it('reaches the API and the token endpoint, nothing else', () => {
    expect(configured({ GSC_SERVICE_ACCOUNT_KEY: 'a secret' })).toEqual({
      target: {
        origin: 'https://searchconsole.googleapis.com',
        hosts: ['searchconsole.googleapis.com', 'oauth2.googleapis.com'],
        authentication: expect.objectContaining({ kind: 'service-account', key: 'GSC_SERVICE_ACCOUNT_KEY' }),
        facts: { signedInAs: 'service account' },
      },
    });
  });

  it('holds no secret, and names what is missing', () => {
    const user = { GSC_CLIENT_ID: 'id', GSC_CLIENT_SECRET: 'hidden-1', GSC_REFRESH_TOKEN: 'hidden-2' };

    expect(JSON.stringify(configured(user))).not.toContain('hidden');
    expect(configured({})).toEqual({ missing: ['GSC_SERVICE_ACCOUNT_KEY'] });
    expect(configured({ GSC_CLIENT_ID: 'id', GSC_REFRESH_TOKEN: 'x' })).toEqual({ missing: ['GSC_CLIENT_SECRET'] });
  });
});
