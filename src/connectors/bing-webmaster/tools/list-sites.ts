import { z } from 'zod';
import { defineTool } from '../../define.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { Site, toSite } from '../shapes/sites.ts';

/** `bing_list_sites`: the account's sites. */
export const listSites = defineTool({
  name: 'bing_list_sites',
  title: 'List sites at Bing',
  description:
    'Lists the sites of the Bing Webmaster Tools account, spelled as other tools want them, and whether each is verified.',
  effect: 'read',
  permission: 'bing.sites.read',
  scopes: ['webmaster.read'],
  core: true,
  input: z.object({}),
  output: z.object({ sites: z.array(Site).describe('All sites, in Bing’s order.') }),
  list: 'sites',
  cost: () => 1,
  examples: [
    { title: 'All sites', input: {} },
    { title: 'The sites and their spelling', input: {} },
  ],

  async run(_input, upstream: BingUpstream) {
    return { sites: (await upstream.ask('GetUserSites')).map(toSite) };
  },
});
