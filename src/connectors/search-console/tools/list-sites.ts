import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { siteField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { READING } from '../scopes.ts';
import { Site, toSite } from '../shapes/site.ts';

/** `gsc_list_sites`: the properties of the account, or one of them. */
export const listSites = defineTool({
  name: 'gsc_list_sites',
  title: 'List Search Console properties',
  description:
    'Lists the sites (properties) that this Google account may see in Search Console, with its rights. Every other gsc ' +
    'tool needs a site spelled exactly as here, so call it first. Unverified properties give no data.',
  effect: 'read',
  permission: 'gsc.sites.read',
  core: true,
  scopes: READING,
  input: z.object({ site: siteField().optional().describe('Only this one.') }),
  output: z.object({ sites: z.array(Site).describe('The properties.') }),
  list: 'sites',
  cost: () => 1,
  examples: [
    { title: 'All properties', input: {} },
    { title: 'The rights on one', input: { site: 'sc-domain:larkmoor-tea.example' } },
  ],

  async run({ site }, upstream: SearchConsoleUpstream) {
    const found = site === undefined ? await upstream.sites() : [await upstream.site(site)];
    return { sites: found.map(toSite) };
  },
});
