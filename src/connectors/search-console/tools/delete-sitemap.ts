import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { orAbsent, stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { assertHeld } from '../input/held.ts';
import { siteField, urlField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { CHANGING } from '../scopes.ts';
import { Sitemap, toSitemap } from '../shapes/sitemap.ts';

/** `gsc_delete_sitemap`: takes a sitemap off the report. */
export const deleteSitemap = defineTool({
  name: 'gsc_delete_sitemap',
  title: 'Remove a sitemap',
  description:
    'Takes a sitemap off the Search Console report of a site. Google may still find and read it, for one through ' +
    'robots.txt; pages stay indexed. gsc_submit_sitemap brings it back without its history.',
  effect: 'destroy',
  permission: 'gsc.sitemaps.delete',
  scopes: CHANGING,
  repeatable: true,
  input: z.object({ site: siteField(), sitemap: urlField('Address of the sitemap.') }),
  output: z.object({ removed: Sitemap.describe('As it was.') }),
  object: ({ site, sitemap }) => `${site} ${sitemap}`,
  cost: () => 2,
  examples: [
    {
      title: 'A part that is listed elsewhere',
      input: {
        site: 'sc-domain:larkmoor-tea.example',
        sitemap: 'https://www.larkmoor-tea.example/sitemap_blogs_1.xml',
      },
    },
    {
      title: 'From a URL prefix',
      input: {
        site: 'https://www.larkmoor-tea.example/',
        sitemap: 'https://www.larkmoor-tea.example/sitemap_pages_1.xml',
      },
    },
  ],

  async run({ site, sitemap }, upstream: SearchConsoleUpstream, { atFirst }) {
    assertHeld(site, sitemap, 'sitemap');
    let isFirst = false;
    const before = await atFirst(() => {
      isFirst = true;
      return upstream.sitemap(site, sitemap);
    });
    // An attempt before this one may have done it.
    const isGone = !isFirst && !(await isThere(site, sitemap, upstream));
    if (!isGone) await upstream.deleteSitemap(site, sitemap);
    return { removed: toSitemap(before) };
  },

  async readBack({ site, sitemap }, upstream: SearchConsoleUpstream, { write }) {
    const found = await orAbsent(upstream.sitemap(site, sitemap));
    const seen = { what: 'The sitemap off the site’s report', holds: found === undefined };
    return stateFound({ ...seen, changedAt: found?.lastSubmitted }, write);
  },
});

/** Asked for by its address: a part of an index is in no list. */
async function isThere(site: string, sitemap: string, upstream: SearchConsoleUpstream): Promise<boolean> {
  try {
    await upstream.sitemap(site, sitemap);
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') return false;
    throw error;
  }
}
