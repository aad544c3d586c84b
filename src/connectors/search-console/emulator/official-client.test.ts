import { auth, searchconsole } from '@googleapis/searchconsole';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackFetch, openLoopbackFetch } from '../../../../test/support/loopback-fetch.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { openEmulator } from './emulator.ts';

const HOSTS = ['searchconsole.googleapis.com', 'oauth2.googleapis.com', 'www.googleapis.com'];
const SCOPES = ['https://www.googleapis.com/auth/webmasters'];
const SITE = 'sc-domain:larkmoor-tea.example';
const HOME = 'https://www.larkmoor-tea.example/';
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

// Each client signs in, and sends its requests, to Google's own addresses; only the connection ends on loopback.
describe.each(['service-account', 'refresh-token'] as const)(
  'Google’s own client library, signed in by %s',
  (signIn) => {
    const emulator = openEmulator({ clock: systemClock, signIn });
    let loopback: LoopbackFetch;
    let client: ReturnType<typeof searchconsole>;

    beforeAll(async () => {
      loopback = await openLoopbackFetch(emulator, HOSTS);
      const transporterOptions = { fetchImplementation: loopback.fetch };
      const { GSC_SERVICE_ACCOUNT_KEY, GSC_CLIENT_ID, GSC_CLIENT_SECRET, GSC_REFRESH_TOKEN } = emulator.credentials;
      if (signIn === 'service-account') {
        const { client_email: email, private_key: key } = JSON.parse(GSC_SERVICE_ACCOUNT_KEY ?? '');
        client = searchconsole({
          version: 'v1',
          auth: new auth.JWT({ email, key, scopes: SCOPES, transporterOptions }),
        });
      } else {
        const user = new auth.OAuth2({ clientId: GSC_CLIENT_ID, clientSecret: GSC_CLIENT_SECRET, transporterOptions });
        user.setCredentials({ refresh_token: GSC_REFRESH_TOKEN });
        client = searchconsole({ version: 'v1', auth: user });
      }
    });

    afterAll(() => loopback[Symbol.asyncDispose]());

    it('lists properties', async () => {
      const { data } = await client.sites.list();

      expect(data.siteEntry).toContainEqual({ siteUrl: SITE, permissionLevel: 'siteOwner' });
    });

    it('queries search analytics', async () => {
      const { data } = await client.searchanalytics.query({
        siteUrl: SITE,
        requestBody: { startDate: daysAgo(20), endDate: daysAgo(5), dimensions: ['QUERY', 'PAGE'], rowLimit: 10 },
      });

      expect(data.rows).toHaveLength(10);
      expect(data.rows?.[0]).toMatchObject({
        keys: [expect.any(String), expect.stringContaining(HOME)],
        clicks: expect.any(Number),
      });
    });

    it('inspects an address', async () => {
      const { data } = await client.urlInspection.index.inspect({
        requestBody: { inspectionUrl: HOME, siteUrl: SITE },
      });

      expect(data.inspectionResult?.indexStatusResult?.verdict).toBe('PASS');
    });

    it('lists, gets, submits and deletes sitemaps', async () => {
      const feedpath = `${HOME}sitemap_offers.xml`;
      const { data } = await client.sitemaps.list({ siteUrl: SITE });
      await client.sitemaps.submit({ siteUrl: SITE, feedpath });
      const submitted = await client.sitemaps.get({ siteUrl: SITE, feedpath });
      await client.sitemaps.delete({ siteUrl: SITE, feedpath });

      expect(data.sitemap?.[0]?.path).toBe(`${HOME}sitemap.xml`);
      expect(submitted.data).toMatchObject({ path: feedpath, isPending: true, errors: '0' });
      await expect(client.sitemaps.get({ siteUrl: SITE, feedpath })).rejects.toMatchObject({ status: 404 });
    });

    it('understands a refusal', async () => {
      await expect(client.sites.get({ siteUrl: 'https://unheard-of.test/' })).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining('sufficient permission for site'),
      });
    });
  },
);
