import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { siteField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { CHANGING } from '../scopes.ts';
import { Site, toSite } from '../shapes/site.ts';

/** `gsc_add_site`: puts a property on the account's list. Adding twice is the same as once. */
export const addSite = defineTool({
  name: 'gsc_add_site',
  title: 'Add a Search Console property',
  description:
    'Adds a site to the Search Console account. It gives no data until its owner has verified it in Search Console ' +
    'itself (DNS record or file), which no API does; the answer tells the permission then held.',
  effect: 'write',
  permission: 'gsc.sites.write',
  scopes: CHANGING,
  repeatable: true,
  input: z.object({ site: siteField() }),
  output: z.object({
    site: Site.describe('As it is now.'),
    wasThere: z.boolean().describe('It was on the list before.'),
    verified: z.boolean().describe('It gives data.'),
  }),
  cost: () => 3,
  examples: [
    { title: 'A URL prefix', input: { site: 'https://shop.larkmoor-tea.example/' } },
    { title: 'A domain', input: { site: 'sc-domain:larkmoor-tea.example' } },
  ],

  async run({ site }, upstream: SearchConsoleUpstream, { atFirst }) {
    const wasThere = (await atFirst(() => upstream.sites())).some(({ siteUrl }) => siteUrl === site);
    await upstream.addSite(site);
    const added = toSite(await upstream.site(site));
    return { site: added, wasThere, verified: added.permission !== 'unverified_user' };
  },

  async readBack({ site }, upstream: SearchConsoleUpstream, { write }) {
    const holds = (await upstream.sites()).some(({ siteUrl }) => siteUrl === site);
    return stateFound({ what: 'The property on the account’s list', holds }, write);
  },
});
