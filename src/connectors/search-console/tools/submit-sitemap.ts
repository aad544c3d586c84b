import { z } from 'zod';
import { orAbsent, stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { assertHeld } from '../input/held.ts';
import { siteField, urlField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { CHANGING } from '../scopes.ts';
import { Sitemap, toSitemap } from '../shapes/sitemap.ts';

/** `gsc_submit_sitemap`: has Google read a sitemap. Submitting twice is the same as once, only later. */
export const submitSitemap = defineTool({
  name: 'gsc_submit_sitemap',
  title: 'Submit a sitemap',
  description:
    'Submits a sitemap or sitemap index to Search Console, or asks to read one again. Google reads it when it likes, ' +
    'often within a day; the answer shows it as pending. Nothing is promised about indexing.',
  effect: 'write',
  permission: 'gsc.sitemaps.write',
  scopes: CHANGING,
  repeatable: true,
  input: z.object({ site: siteField(), sitemap: urlField('Address of the sitemap.') }),
  output: z.object({ sitemap: Sitemap.describe('As it is now.') }),
  quotaScope: ({ site }) => site,
  object: ({ site, sitemap }) => `${site} ${sitemap}`,
  cost: () => 2,
  examples: [
    {
      title: 'The shop’s index again',
      input: { site: 'sc-domain:larkmoor-tea.example', sitemap: 'https://www.larkmoor-tea.example/sitemap.xml' },
    },
    {
      title: 'A new one',
      input: {
        site: 'https://www.larkmoor-tea.example/',
        sitemap: 'https://www.larkmoor-tea.example/sitemap_offers.xml',
      },
    },
  ],

  async run({ site, sitemap }, upstream: SearchConsoleUpstream) {
    assertHeld(site, sitemap, 'sitemap');
    await upstream.submitSitemap(site, sitemap);
    return { sitemap: toSitemap(await upstream.sitemap(site, sitemap)) };
  },

  async readBack({ site, sitemap }, upstream: SearchConsoleUpstream, { write }) {
    const found = await orAbsent(upstream.sitemap(site, sitemap));
    const holds = found?.lastSubmitted !== undefined && Date.parse(found.lastSubmitted) >= write.earliestAt;
    const output = found && { sitemap: toSitemap(found) };
    return stateFound({ what: 'The sitemap’s last submission since the write began', holds, output }, write);
  },
});
