import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { isInOrder, outOfOrder, periodFields } from '../input/period.ts';
import { lineField } from '../input/plain-text.ts';
import { siteField, urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { About, aboutOf, GRAINS, meanOf, sumOf, toHistory } from '../shapes/history.ts';

/** A date with its clicks; with the position where the question was narrow enough for Bing to tell it. */
interface Dated {
  readonly Date: string;
  readonly Clicks: number;
  readonly Impressions: number;
  readonly Position?: number;
}

const sums = {
  clicks: z.number().describe('Clicks.'),
  impressions: z.number().describe('Impressions.'),
  ctr: z.number().describe('Clicks for each impression, 0 to 1.'),
};
const position = z.number().optional().describe('Mean position, with query or page.');

/** `bing_get_traffic`: clicks and impressions over time, of the site, a query, a page, or both together. */
export const getTraffic = defineTool({
  name: 'bing_get_traffic',
  title: 'Traffic from Bing over time',
  description:
    'Clicks and impressions from Bing over time, of the site, one query, one page, or one query on one page; all ' +
    'that Bing keeps, about 16 months. For top queries or pages use bing_list_search_stats.',
  effect: 'read',
  permission: 'bing.traffic.read',
  scopes: ['webmaster.read'],
  core: true,
  input: z
    .object({
      site: siteField(),
      query: lineField(500, 'Only this query.').optional(),
      page: urlField('Only this page.').optional(),
      ...periodFields,
      by: z.enum(GRAINS).default('week').describe('Sum by.'),
    })
    .refine(isInOrder, outOfOrder),
  output: z.object({
    about: About.describe('What Bing has, and what to know before comparing.'),
    totals: z.object({ ...sums, position }).describe('The whole period.'),
    rows: z
      .array(
        z.object({
          date: z.string().optional().describe('First day; absent for total.'),
          ...sums,
          position,
          partial: z.boolean().optional().describe('true: the period or Bing’s data cuts it off.'),
        }),
      )
      .describe('Oldest first.'),
  }),
  list: 'rows',
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: [
    { title: 'The site by week', input: {} },
    { title: 'November by day', input: { from: '2026-11-01', to: '2026-11-20', by: 'day' } },
    {
      title: 'One query on one page',
      input: {
        query: 'earl grey tea',
        page: 'https://www.larkmoor-tea.example/blogs/journal/earl-grey-explained',
        by: 'month',
      },
    },
  ],

  async run({ site, query, page, from, to, by }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    const history = toHistory(await datesOf(upstream, siteUrl, query, page), by, from, to);
    const measured = (rows: readonly Dated[]) => ({
      ...sumOf(rows),
      position: meanOf(
        rows,
        (row) => row.Position ?? -1,
        (row) => row.Impressions,
      ),
    });
    const groups = Map.groupBy(history.rows, ({ Date: date }) => history.groupOf(date));
    return {
      about: aboutOf(siteUrl, history, by, from, to),
      totals: measured(history.rows),
      rows: [...groups].map(([group, rows]) => ({
        date: group === '' ? undefined : group,
        ...measured(rows),
        partial: history.isPartial(group) || undefined,
      })),
    };
  },
});

async function datesOf(
  upstream: BingUpstream,
  siteUrl: string,
  query: string | undefined,
  page: string | undefined,
): Promise<readonly Dated[]> {
  if (query !== undefined && page !== undefined) {
    return await upstream.ask('GetQueryPageDetailStats', { siteUrl, query, page });
  }
  if (query !== undefined) return await upstream.ask('GetQueryTrafficStats', { siteUrl, query });
  if (page === undefined) return await upstream.ask('GetRankAndTrafficStats', { siteUrl });
  const queries = await upstream.ask('GetPageQueryStats', { siteUrl, page });
  return queries.map((row) => ({ ...row, Position: row.AvgImpressionPosition }));
}
