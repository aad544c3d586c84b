import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { assertHeld } from '../input/held.ts';
import { siteField, urlField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { READING } from '../scopes.ts';
import { Sitemap, toSitemap } from '../shapes/sitemap.ts';

/** `gsc_list_sitemaps`: submitted sitemaps, those of an index, or one. */
export const listSitemaps = defineTool({
  name: 'gsc_list_sitemaps',
  title: 'List sitemaps',
  description:
    'Sitemaps submitted to Search Console for a site: when Google read them, errors, warnings, URLs in them. How many of ' +
    'those are indexed is not told; inspect pages with gsc_inspect_urls.',
  effect: 'read',
  permission: 'gsc.sitemaps.read',
  scopes: READING,
  input: z
    .object({
      site: siteField(),
      index: urlField('List what this sitemap index lists.').optional(),
      sitemap: urlField('Only this sitemap.').optional(),
    })
    .refine(({ index, sitemap }) => index === undefined || sitemap === undefined, {
      error: 'Give index or sitemap, not both.',
      path: ['sitemap'],
    }),
  output: z.object({ sitemaps: z.array(Sitemap).describe('The sitemaps.') }),
  list: 'sitemaps',
  cost: () => 1,
  examples: [
    { title: 'What was submitted', input: { site: 'sc-domain:larkmoor-tea.example' } },
    {
      title: 'What the index lists',
      input: { site: 'sc-domain:larkmoor-tea.example', index: 'https://www.larkmoor-tea.example/sitemap.xml' },
    },
  ],

  async run({ site, index, sitemap }, upstream: SearchConsoleUpstream) {
    if (index !== undefined) assertHeld(site, index, 'index');
    if (sitemap === undefined) return { sitemaps: (await upstream.sitemaps(site, index)).map(toSitemap) };
    assertHeld(site, sitemap, 'sitemap');
    return { sitemaps: [toSitemap(await found(upstream, site, sitemap))] };
  },
});

async function found(upstream: SearchConsoleUpstream, site: string, sitemap: string) {
  try {
    return await upstream.sitemap(site, sitemap);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'not_found' || error.details.issues) throw error;
    const message = `${sitemap} was not submitted for ${site}; gsc_list_sitemaps without it lists what was.`;
    throw new PlatformError('not_found', message, error.details, { cause: error });
  }
}
