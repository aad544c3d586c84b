import { describe, expect, it } from 'vitest';
import { connectBing, SITE } from '../../../../../test/support/connected-bing.ts';
import { bingWebmaster } from '../../connector.ts';
import { getSite } from '../get-site.ts';
import { listSites } from '../list-sites.ts';
import { addSite } from './add-site.ts';
import { addSiteRole } from './add-site-role.ts';
import { addSiteSetting } from './add-site-setting.ts';
import { fetchUrl } from './fetch-url.ts';
import { getFetchedUrl } from './get-fetched-url.ts';
import { listChildUrls } from './list-child-urls.ts';
import { listSiteSettings } from './list-site-settings.ts';
import { removeSite } from './remove-site.ts';
import { removeSiteRole } from './remove-site-role.ts';
import { removeSiteSetting } from './remove-site-setting.ts';
import { setCrawlRate } from './set-crawl-rate.ts';
import { submitSiteMove } from './submit-site-move.ts';

describe('tools beyond the everyday', () => {
  it('are there only where they are asked for, and are no part of the core', () => {
    const advanced = bingWebmaster.tools.filter(({ feature }) => feature !== undefined);

    expect(advanced).toHaveLength(12);
    expect(advanced.every(({ feature, core }) => feature === 'bing-advanced' && core === undefined)).toBe(true);
  });

  it.each([
    [
      'page_preview_blocks',
      { kind: 'page_preview_block', url: `${SITE}a`, reason: 'copyright' },
      { url: `${SITE}a`, reason: 'copyright' },
    ],
    [
      'deep_link_blocks',
      { kind: 'deep_link_block', url: SITE, target: `${SITE}a`, market: 'en-IE' },
      { url: SITE, target: `${SITE}a`, market: 'en-IE' },
    ],
    [
      'query_parameters',
      { kind: 'query_parameter', parameter: 'sort', enabled: false },
      { parameter: 'sort', enabled: false },
    ],
    [
      'countries',
      { kind: 'country', url: `${SITE}de/`, country: 'DE', scope: 'directory' },
      { url: `${SITE}de/`, country: 'de', scope: 'directory' },
    ],
  ] as const)('%s are added, shown and removed', async (kind, input, shown) => {
    const bing = connectBing();
    const list = async () => (await bing.call(listSiteSettings, { kind })).settings;
    const before = await list();

    await bing.call(addSiteSetting, input);
    const during = await list();
    const { enabled: _enabled, reason: _reason, ...named } = input as Record<string, unknown>;
    await bing.call(removeSiteSetting, named);

    expect(during).toContainEqual(expect.objectContaining(shown));
    expect(await list()).toEqual(before);
  });

  it('switch a query parameter that is there already', async () => {
    const bing = connectBing();

    await bing.call(addSiteSetting, { kind: 'query_parameter', parameter: 'utm_source', enabled: false });
    await bing.call(addSiteSetting, { kind: 'query_parameter', parameter: 'utm_source', enabled: false });

    expect(bing.methods().filter((method) => /^(Add|Enable)/.test(method))).toEqual(['EnableDisableQueryParameter']);
  });

  it('connect pages, and show them', async () => {
    const bing = connectBing();
    await bing.call(addSiteSetting, { kind: 'connected_page', url: 'https://social.example/larkmoor' });

    expect((await bing.call(listSiteSettings, { kind: 'connected_pages' })).settings).toEqual([
      { url: 'https://social.example/larkmoor', verified: false },
    ]);
  });

  it('name what a setting lacks or has too much, before anything is sent', async () => {
    const bing = connectBing();

    expect(await bing.refused(addSiteSetting, { kind: 'country', url: SITE, market: 'en-IE' })).toMatchObject({
      code: 'invalid_input',
      message: 'country takes url, country, scope.',
      details: { issues: [{ path: 'market' }, { path: 'country' }, { path: 'scope' }] },
    });
    for (const parameter of ['', 'a b', 'a&b=c', 'a\r\n', 'x'.repeat(101)]) {
      expect(addSiteSetting.input.safeParse({ kind: 'query_parameter', parameter }).success).toBe(false);
    }
    expect(bing.sent).toEqual([]);
  });

  it('set one crawl rate for all hours, or one for each, and show what was before', async () => {
    const bing = connectBing();

    const { before, after } = await bing.call(setCrawlRate, { rates: [3] });

    expect(after).toEqual(Array(24).fill(3));
    expect((await bing.call(setCrawlRate, { rates: before })).before).toEqual(after);
    for (const rates of [[], [0], [11], Array(23).fill(5), [1.5]]) {
      expect(setCrawlRate.input.safeParse({ rates }).success).toBe(false);
    }
  });

  it('add, verify and remove a site', async () => {
    const bing = connectBing();
    const url = 'https://new.larkmoor-tea.example/';

    const added = await bing.call(addSite, { url });
    const verified = await bing.call(addSite, { url, verify: true });
    await bing.call(removeSite, { url });

    expect(added.site).toMatchObject({ url, verified: false, metaTagCode: expect.any(String) });
    expect(verified.site).toEqual({ url, verified: true });
    expect((await bing.call(listSites, {})).sites.map((site) => site.url)).not.toContain(url);
    expect(await bing.refused(removeSite, { url })).toMatchObject({ code: 'not_found' });
  });

  it('let a person in and out again', async () => {
    const bing = connectBing();
    const email = 'seo@fernhill-agency.example';

    await bing.call(addSiteRole, { email, role: 'read_write' });
    const { roles = [] } = await bing.call(getSite, { part: 'roles' });
    const { removed } = await bing.call(removeSiteRole, { email: email.toUpperCase() });

    expect(roles).toContainEqual(expect.objectContaining({ email, role: 'read_write' }));
    expect(removed).toMatchObject({ email, role: 'read_write' });
    expect(await bing.refused(removeSiteRole, { email })).toMatchObject({ code: 'not_found' });
    for (const wrong of ['a', 'a@b', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: x@y.example', '<a@b.example>']) {
      expect(addSiteRole.input.safeParse({ email: wrong }).success).toBe(false);
    }
  });

  it('list what is in a folder with its traffic, by answer, to the end', async () => {
    const bing = connectBing();
    const folder = `${SITE}products/`;
    const urls: string[] = [];
    let page: number | undefined = 0;
    while (page !== undefined) {
      const answer: { rows: { url: string; clicks?: number | undefined }[]; nextPage?: number | undefined } =
        await bing.call(listChildUrls, { url: folder, page });
      urls.push(...answer.rows.map(({ url }) => url));
      page = answer.nextPage;
    }
    const gone = await bing.call(listChildUrls, { url: folder, status: 'http_4xx' });

    expect(urls.length).toBeGreaterThan(60);
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls.every((url) => url.startsWith(folder))).toBe(true);
    expect(gone.rows.length).toBeLessThan(10);
  });

  it('show what Bing fetched, some time after it was asked', async () => {
    const bing = connectBing();
    const url = `${SITE}pages/about`;

    expect(await bing.refused(getFetchedUrl, { url })).toMatchObject({ code: 'not_found' });
    await bing.call(fetchUrl, { url });

    expect(await bing.call(getFetchedUrl, { url })).toMatchObject({ url, headers: expect.stringContaining('200 OK') });
    expect((await bing.call(listSiteSettings, { kind: 'fetched_urls' })).settings).toContainEqual(
      expect.objectContaining({ url, fetched: false }),
    );
  });

  it('tell of a move, and of one that Bing no longer takes', async () => {
    const bing = connectBing();
    await bing.call(submitSiteMove, { from: SITE, to: 'https://shop.example/', type: 'global' });

    expect((await bing.call(listSiteSettings, { kind: 'site_moves' })).settings).toEqual([
      { url: SITE, target: 'https://shop.example/', scope: 'host', moveType: 'global', at: '2026-11-22T12:00:00.000Z' },
    ]);
    const retired = connectBing({ answer: () => ({ status: 404, headers: {}, body: '<html></html>' }) });
    expect(await retired.refused(listSiteSettings, { kind: 'site_moves', site: SITE })).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('no longer offers'),
    });
    const deprecated = connectBing({
      answer: () => ({ status: 400, headers: {}, body: '{"ErrorCode":16,"Message":"ERROR!!! Deprecated"}' }),
    });
    expect(await deprecated.refused(listSiteSettings, { kind: 'countries', site: SITE })).toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('no longer offers'),
    });
  });
});
