import { describe, expect, it } from 'vitest';
import { connectSearchConsole, SITE } from '../../../../test/support/connected-search-console.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { addSite } from './add-site.ts';
import { deleteSite } from './delete-site.ts';
import { deleteSitemap } from './delete-sitemap.ts';
import { listSitemaps } from './list-sitemaps.ts';
import { listSites } from './list-sites.ts';
import { submitSitemap } from './submit-sitemap.ts';

const PREFIX = 'https://www.larkmoor-tea.example/';
const INDEX = `${PREFIX}sitemap.xml`;
const NEW = `${PREFIX}sitemap_offers.xml`;

describe('properties', () => {
  it('are listed with the rights on them, in our words', async () => {
    const { sites } = await connectSearchConsole().call(listSites, {});

    expect(sites).toEqual([
      { site: SITE, kind: 'domain', permission: 'owner' },
      { site: PREFIX, kind: 'url_prefix', permission: 'full_user' },
      { site: `${PREFIX}blogs/`, kind: 'url_prefix', permission: 'restricted_user' },
      { site: 'https://staging.larkmoor-tea.example/', kind: 'url_prefix', permission: 'unverified_user' },
    ]);
    expect(await connectSearchConsole({ enums: 'discovery' }).call(listSites, {})).toEqual({ sites });
  });

  it.each(['', '  \n'])('are not none because Google said nothing: %j', async (body) => {
    const silent = connectSearchConsole({ answer: () => ({ status: 200, headers: {}, body }) });
    await expect(silent.call(listSites, {})).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'no' },
    });
    await expect(silent.call(listSitemaps, { site: PREFIX })).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  it('may be asked for one at a time, and none at all is an empty list', async () => {
    const none = connectSearchConsole({ answer: () => ({ status: 200, headers: {}, body: '{}' }) });

    expect(await connectSearchConsole().call(listSites, { site: PREFIX })).toMatchObject({ sites: [{ site: PREFIX }] });
    expect(await none.call(listSites, {})).toEqual({ sites: [] });
  });

  it('are added unverified, the second time without a change, and removed', async () => {
    const console = connectSearchConsole();
    const site = 'https://shop.larkmoor-tea.example/';

    const first = await console.call(addSite, { site });
    const second = await console.call(addSite, { site });
    const { removed } = await console.call(deleteSite, { site });

    expect(first).toEqual({
      site: { site, kind: 'url_prefix', permission: 'unverified_user' },
      wasThere: false,
      verified: false,
    });
    expect(second).toMatchObject({ wasThere: true });
    expect(removed).toMatchObject({ site, permission: 'unverified_user' });
    expect((await console.call(listSites, {})).sites).toHaveLength(4);
  });

  it('that are not there cannot be removed, and the nearest is named', async () => {
    const console = connectSearchConsole();

    await expect(console.call(deleteSite, { site: 'https://larkmoor-tea.example/' })).rejects.toMatchObject({
      code: 'not_found',
      details: { sent: 'no' },
    });
    expect(console.exchanged.map(({ request }) => request.method)).toEqual(['GET', 'GET']);
  });

  it('may or may not be removed when the answer is lost', async () => {
    const faults = new FaultSwitch();
    const console = connectSearchConsole({ faults });
    faults.add([{ what: { kind: 'status', status: 503 }, isAfter: true, times: 2, match: 'sites' }]);
    const look = await console.call(deleteSite, { site: PREFIX }).catch((error: unknown) => error);
    faults.clear();
    const lost = connectSearchConsole({
      answer: ({ method }) => (method === 'DELETE' ? { status: 503, headers: {}, body: '' } : undefined),
    });

    expect(look).toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
    await expect(lost.call(deleteSite, { site: PREFIX })).rejects.toMatchObject({ details: { sent: 'unknown' } });
  });

  it('cannot be changed with a scope for reading, and nothing is', async () => {
    const console = connectSearchConsole({ scopes: ['https://www.googleapis.com/auth/webmasters.readonly'] });

    await expect(console.call(addSite, { site: 'https://shop.larkmoor-tea.example/' })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('grant its scope'),
    });
    expect((await console.call(listSites, {})).sites).toHaveLength(4);
  });
});

describe('sitemaps', () => {
  it('are listed as submitted, as an index lists them, or one', async () => {
    const console = connectSearchConsole();

    const submitted = await console.call(listSitemaps, { site: SITE });
    const listed = await console.call(listSitemaps, { site: SITE, index: INDEX });
    const one = await console.call(listSitemaps, { site: SITE, sitemap: `${PREFIX}sitemap_pages_1.xml` });

    expect(submitted.sitemaps).toMatchObject([
      { sitemap: INDEX, isIndex: true, isPending: false, errors: 1, warnings: 1 },
    ]);
    expect(listed.sitemaps).toHaveLength(4);
    expect(one.sitemaps).toMatchObject([{ type: 'sitemap', errors: 1, contents: [{ type: 'web' }] }]);
    expect(console.exchanged[2]?.request.url).toMatch(
      /sites\/sc-domain%3Alarkmoor-tea\.example\/sitemaps\/https%3A%2F%2Fwww\.larkmoor-tea\.example%2Fsitemap_pages_1\.xml$/,
    );
  });

  it('of a property without any are an empty list', async () => {
    expect(await connectSearchConsole().call(listSitemaps, { site: `${PREFIX}blogs/` })).toEqual({ sitemaps: [] });
  });

  it('are pending when submitted, without a body in the request, and gone when deleted', async () => {
    const console = connectSearchConsole();

    const { sitemap } = await console.call(submitSitemap, { site: SITE, sitemap: NEW });
    const { removed } = await console.call(deleteSitemap, { site: SITE, sitemap: NEW });

    expect(sitemap).toMatchObject({
      sitemap: NEW,
      isPending: true,
      lastSubmitted: '2026-11-22T12:00:00.000Z',
      contents: [],
    });
    expect(console.exchanged[0]?.request).toMatchObject({ method: 'PUT', body: undefined });
    expect(removed.sitemap).toBe(NEW);
    expect((await console.call(listSitemaps, { site: SITE })).sitemaps).toHaveLength(1);
  });

  it('that were never submitted are told as such', async () => {
    for (const tool of [listSitemaps, deleteSitemap]) {
      await expect(
        connectSearchConsole().call<never, object>(tool as never, { site: SITE, sitemap: NEW }),
      ).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });

  it.each([
    { sitemap: 'https://elsewhere.example/sitemap.xml' },
    { sitemap: 'https://larkmoor-tea.example.evil.test/sitemap.xml' },
  ])('of another site are refused before Google is asked: %j', async (input) => {
    const console = connectSearchConsole();

    for (const tool of [listSitemaps, submitSitemap, deleteSitemap]) {
      await expect(console.call<never, object>(tool as never, { site: SITE, ...input })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { issues: [{ path: 'sitemap' }] },
      });
    }
    expect(console.exchanged).toEqual([]);
  });

  it('cannot be changed by a restricted user, who is told so', async () => {
    const console = connectSearchConsole();

    await expect(
      console.call(submitSitemap, { site: `${PREFIX}blogs/`, sitemap: `${PREFIX}blogs/sitemap.xml` }),
    ).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('restricted user'),
    });
  });

  it('count errors and warnings whether Google writes text or numbers', async () => {
    const sitemap = {
      path: INDEX,
      errors: 3,
      warnings: '9007199254740',
      lastSubmitted: '2026-11-01T00:00:00.123456789Z',
    };
    const console = connectSearchConsole({
      answer: () => ({ status: 200, headers: {}, body: JSON.stringify({ sitemap: [sitemap] }) }),
    });

    const { sitemaps } = await console.call(listSitemaps, { site: SITE });

    expect(sitemaps).toMatchObject([{ errors: 3, warnings: 9_007_199_254_740, isIndex: false }]);
  });
});
