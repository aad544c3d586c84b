import { z } from 'zod';
import { defineTool } from '../../define.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { AccountSummaries, PropertySummary, propertyList } from '../shapes/account-summary.ts';

const PAGE_SIZE = 200;

/** `ga4_list_properties`: where everything else begins. */
export const listProperties = defineTool({
  name: 'ga4_list_properties',
  title: 'List Analytics properties',
  description:
    'Lists the Google Analytics accounts and properties (sites and apps) that this connection can read, with the numbers ' +
    'that other tools take as property, and which is the default. Use it first when no property is known.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly'],
  core: true,
  input: z.object({
    search: z.string().max(100).optional().describe('Part of a name.'),
    cursor: z
      .string()
      .regex(/^[\x21-\x7e]{1,1000}$/, 'Give nextCursor of an earlier answer, unchanged.')
      .optional()
      .describe('nextCursor of the answer before.'),
  }),
  output: z.object({
    properties: z.array(PropertySummary).describe('By account.'),
    defaultProperty: z.string().optional().describe('Meant where a tool is given none.'),
    nextCursor: z.string().optional().describe('Give it as cursor for more accounts; absent at the end.'),
  }),
  list: 'properties',
  examples: [
    { title: 'All of them', input: {} },
    { title: 'The shop’s', input: { search: 'shop' } },
  ],

  async run({ search, cursor }, upstream: AnalyticsUpstream) {
    const query = new URLSearchParams({ pageSize: String(PAGE_SIZE), ...(cursor ? { pageToken: cursor } : {}) });
    const page = await upstream.adminGet(undefined, `accountSummaries?${query}`, AccountSummaries);
    const wanted = search?.toLowerCase() ?? '';
    return {
      properties: propertyList(page).filter(({ name, accountName }) =>
        `${name} ${accountName}`.toLowerCase().includes(wanted),
      ),
      defaultProperty: upstream.defaultProperty,
      nextCursor: page.nextPageToken || undefined,
    };
  },
});
