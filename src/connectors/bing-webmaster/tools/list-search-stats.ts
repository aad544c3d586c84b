import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { sliceFacts, sliceFields, sliceOf } from '../input/paging.ts';
import { isInOrder, outOfOrder, periodFields } from '../input/period.ts';
import { lineField } from '../input/plain-text.ts';
import { siteField, urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { About, aboutOf, GRAINS, meanOf, sumOf, toHistory } from '../shapes/history.ts';
import type { BingQueryStats } from '../shapes/stats.ts';

type QueryRow = z.output<typeof BingQueryStats>;

const SORTS = ['clicks', 'impressions', 'ctr', 'position'] as const;

const StatsRow = z.object({
  name: z.string().describe('The query, or the URL of the page.'),
  date: z.string().optional().describe('First day; absent for total.'),
  clicks: z.number().describe('Clicks.'),
  impressions: z.number().describe('Impressions.'),
  ctr: z.number().describe('Clicks for each impression, 0 to 1.'),
  position: z.number().optional().describe('Mean position when shown; 1 is the top.'),
  clickPosition: z.number().optional().describe('Mean position when clicked; absent: no clicks.'),
  partial: z.boolean().optional().describe('true: the period or Bing’s data cuts it off.'),
});

/** `bing_list_search_stats`: which queries or pages bring traffic, added up over a period. */
export const listSearchStats = defineTool({
  name: 'bing_list_search_stats',
  title: 'Queries and pages in Bing search',
  description:
    'Top search queries or top pages of the site at Bing: clicks, impressions, CTR, positions. Also the queries of ' +
    'one page, or the pages of one query. For curves over time use bing_get_traffic.',
  effect: 'read',
  permission: 'bing.traffic.read',
  scopes: ['webmaster.read'],
  core: true,
  input: z
    .object({
      site: siteField(),
      of: z.enum(['queries', 'pages']).default('queries').describe('What rows are.'),
      page: urlField('Queries of this page only.').optional(),
      query: lineField(500, 'Pages for this query only.').optional(),
      contains: lineField(200, 'Text in the query or URL.').optional(),
      ...periodFields,
      by: z.enum(GRAINS).default('total').describe('Sum by.'),
      sortBy: z.enum(SORTS).default('clicks').describe('Best first.'),
      ...sliceFields(100),
    })
    .refine(({ of, page, query }) => (of === 'queries' ? query : page) === undefined, {
      error: 'Queries can be had of one page, pages of one query; for one query on one page use bing_get_traffic.',
      path: ['of'],
    })
    .refine(isInOrder, outOfOrder),
  output: z.object({
    about: About.describe('What Bing has, and what to know before comparing.'),
    rows: z.array(StatsRow).describe('Sorted as asked.'),
    ...sliceFacts,
  }),
  list: 'rows',
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: [
    { title: 'The queries with the most clicks', input: { limit: 20 } },
    {
      title: 'Pages of October by impressions',
      input: { of: 'pages', from: '2026-10-01', to: '2026-10-31', sortBy: 'impressions' },
    },
    { title: 'Queries of the front page', input: { page: 'https://www.larkmoor-tea.example/' } },
  ],

  async run({ site, of, page, query, contains, from, to, by, sortBy, limit, offset }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    const history = toHistory(await rowsOf(upstream, siteUrl, of, page, query), by, from, to);
    const part = contains?.toLowerCase();
    const wanted =
      part === undefined ? history.rows : history.rows.filter((row) => row.Query.toLowerCase().includes(part));
    const groups = Map.groupBy(wanted, (row) => `${history.groupOf(row.Date)}\n${row.Query}`);
    const all = [...groups].map(([key, rows]) => {
      const group = key.slice(0, key.indexOf('\n'));
      return toRow(rows, group, history.isPartial(group));
    });
    all.sort(ORDERS[sortBy]);
    return {
      about: aboutOf(siteUrl, history, by, from, to),
      ...sliceOf(all, limit, offset),
    };
  },
});

function rowsOf(
  upstream: BingUpstream,
  siteUrl: string,
  of: 'queries' | 'pages',
  page: string | undefined,
  query: string | undefined,
): Promise<QueryRow[]> {
  if (of === 'queries') {
    return page === undefined
      ? upstream.ask('GetQueryStats', { siteUrl })
      : upstream.ask('GetPageQueryStats', { siteUrl, page });
  }
  return query === undefined
    ? upstream.ask('GetPageStats', { siteUrl })
    : upstream.ask('GetQueryPageStats', { siteUrl, query });
}

function toRow(rows: readonly QueryRow[], group: string, isPartial: boolean): z.output<typeof StatsRow> {
  return {
    name: (rows[0] as QueryRow).Query,
    date: group === '' ? undefined : group,
    ...sumOf(rows),
    position: meanOf(
      rows,
      (row) => row.AvgImpressionPosition,
      (row) => row.Impressions,
    ),
    clickPosition: meanOf(
      rows,
      (row) => row.AvgClickPosition,
      (row) => row.Clicks,
    ),
    partial: isPartial || undefined,
  };
}

type Order = (a: z.output<typeof StatsRow>, b: z.output<typeof StatsRow>) => number;

/** Rows that are equal in what is sorted by stand by impressions, then by date and name, so that pages fit together. */
const rest: Order = (a, b) =>
  b.impressions - a.impressions || compare(a.date ?? '', b.date ?? '') || compare(a.name, b.name);

const ORDERS: Record<(typeof SORTS)[number], Order> = {
  clicks: (a, b) => b.clicks - a.clicks || rest(a, b),
  impressions: rest,
  ctr: (a, b) => b.ctr - a.ctr || rest(a, b),
  position: (a, b) => (a.position ?? Number.MAX_VALUE) - (b.position ?? Number.MAX_VALUE) || rest(a, b),
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
