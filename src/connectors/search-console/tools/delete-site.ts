import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { siteField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { CHANGING } from '../scopes.ts';
import { Site, toSite } from '../shapes/site.ts';

/** `gsc_delete_site`: takes a property off the account's list. */
export const deleteSite = defineTool({
  name: 'gsc_delete_site',
  title: 'Remove a Search Console property',
  description:
    'Takes a site off the Search Console account: this account no longer sees its data. The website and other users ' +
    'keep theirs. Getting it back takes gsc_add_site and, for an owner, verification.',
  effect: 'destroy',
  permission: 'gsc.sites.delete',
  scopes: CHANGING,
  repeatable: true,
  input: z.object({ site: siteField() }),
  output: z.object({ removed: Site.describe('As it was.') }),
  cost: () => 2,
  examples: [
    { title: 'A prefix that is no longer used', input: { site: 'https://staging.larkmoor-tea.example/' } },
    { title: 'A folder', input: { site: 'https://www.larkmoor-tea.example/blogs/' } },
  ],

  async run({ site }, upstream: SearchConsoleUpstream, { atFirst }) {
    let isFirst = false;
    const before = await atFirst(() => {
      isFirst = true;
      return upstream.site(site);
    });
    // An attempt before this one may have done it, which Google would answer as it answers a stranger.
    const isGone = !isFirst && !(await upstream.sites()).some(({ siteUrl }) => siteUrl === site);
    if (!isGone) await upstream.deleteSite(site);
    return { removed: toSite(before) };
  },
});
