import { z } from 'zod';
import { defineTool } from '../../define.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { AccountSummary, PropertySummary, propertyList } from '../shapes/account-summary.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

/** `ga4_list_properties`: where everything else begins. */
export const listProperties = defineTool({
  name: 'ga4_list_properties',
  title: 'List Analytics properties',
  description:
    'Lists the Google Analytics properties (sites, apps) that can be read, by account, with their numbers for other tools, ' +
    'and the default one.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly'],
  core: true,
  input: z.object({
    search: z.string().max(100).optional().describe('Part of a name.'),
  }),
  output: z.object({
    properties: z.array(PropertySummary).describe('By account.'),
    defaultProperty: z.string().optional().describe('Meant where a tool is given none.'),
    notices: Notices,
  }),
  list: 'properties',
  quotaScope: () => 'accounts',
  examples: [
    { title: 'All of them', input: {} },
    { title: 'The shop’s', input: { search: 'shop' } },
  ],

  async run({ search }, upstream: AnalyticsUpstream) {
    const { rows, isCut } = await upstream.adminList(undefined, 'accountSummaries', 'accountSummaries', AccountSummary);
    const wanted = search?.toLowerCase() ?? '';
    return {
      properties: propertyList(rows).filter(({ name, accountName }) =>
        `${name} ${accountName}`.toLowerCase().includes(wanted),
      ),
      defaultProperty: upstream.defaultProperty,
      notices: noticesOf(isCut ? 'There are more accounts than are listed here.' : undefined),
    };
  },
});
