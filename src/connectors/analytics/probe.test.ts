import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../test/support/connected-analytics.ts';
import { configure } from './configure.ts';
import { probeAnalytics } from './probe.ts';
import { ANALYTICS_SETTINGS } from './settings.ts';

describe('the probe', () => {
  it('says how much is seen, and asks both APIs', async () => {
    const google = connectAnalytics();

    expect(await probeAnalytics(google.upstream())).toEqual({
      summary: '2 properties in 1 account; default 412345678 (Larkmoor Tea – online shop).',
      warnings: [],
    });
    expect(new Set(google.sent.map(({ host }) => host)).size).toBe(2);
  });

  it('warns where the Data API is not enabled, and fails where the Admin API is not', async () => {
    const data = connectAnalytics({ disabledHosts: ['analyticsdata.googleapis.com'] });
    const admin = connectAnalytics({ disabledHosts: ['analyticsadmin.googleapis.com'] });

    expect((await probeAnalytics(data.upstream())).warnings).toEqual([
      expect.stringContaining('Google Analytics Data API is not enabled'),
    ]);
    await expect(probeAnalytics(admin.upstream())).rejects.toMatchObject({
      message: expect.stringContaining('Google Analytics Admin API is not enabled'),
    });
  });
});

describe('a connection', () => {
  const of = (values: Record<string, string>) =>
    configure({ value: (name) => values[name], has: (name) => name in values });
  const user = { GA4_CLIENT_ID: 'id', GA4_CLIENT_SECRET: 's', GA4_REFRESH_TOKEN: 'r' };

  it('signs in to both APIs, and remembers its property', () => {
    expect(of({ ...user, GA4_PROPERTY_ID: 'properties/7' })).toMatchObject({
      target: {
        origin: 'https://analyticsdata.googleapis.com',
        signedOrigins: ['https://analyticsadmin.googleapis.com'],
        hosts: ['analyticsdata.googleapis.com', 'analyticsadmin.googleapis.com', 'oauth2.googleapis.com'],
        authentication: { kind: 'refresh-token' },
        facts: { property: '7' },
      },
    });
    expect(of({ GA4_SERVICE_ACCOUNT_KEY: '{}' })).toMatchObject({
      target: { authentication: { kind: 'service-account' }, facts: {} },
    });
  });

  it('names what is missing or wrong', () => {
    expect(of({})).toEqual({ missing: ['GA4_SERVICE_ACCOUNT_KEY'] });
    expect(of({ ...user, GA4_PROPERTY_ID: 'G-ABC' })).toEqual({ missing: ['GA4_PROPERTY_ID'] });
    const row = ANALYTICS_SETTINGS.find(({ name }) => name === 'GA4_PROPERTY_ID');
    expect(row?.check?.('G-ABC' as never, {})).toContain('not the measurement id');
    expect(row?.check?.('123' as never, {})).toBeUndefined();
  });
});
