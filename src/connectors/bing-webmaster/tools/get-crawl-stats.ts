import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { isInOrder, outOfOrder, periodFields } from '../input/period.ts';
import { siteField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import type { BingCrawlStats } from '../shapes/crawl.ts';
import { About, aboutOf, GRAINS, toHistory } from '../shapes/history.ts';

type CrawlRow = z.output<typeof BingCrawlStats>;

/** What is counted, by our name and Bing's. */
// biome-ignore format: a table is read in columns
const COUNTS = {
  crawledPages:    'CrawledPages',
  errors:          'CrawlErrors',
  http2xx:         'Code2xx',
  redirects301:    'Code301',
  redirects302:    'Code302',
  http4xx:         'Code4xx',
  http5xx:         'Code5xx',
  otherCodes:      'AllOtherCodes',
  blockedByRobots: 'BlockedByRobotsTxt',
  malware:         'ContainsMalware',
  timeouts:        'ConnectionTimeout',
  dnsFailures:     'DnsFailures',
} as const satisfies Record<string, keyof CrawlRow>;

const count = (what: string) => z.number().describe(what);

const CrawlPeriod = z.object({
  date: z.string().optional().describe('First day; absent for total.'),
  crawledPages: count('Pages fetched.'),
  errors: count('Errors in all.'),
  http2xx: count('Answered well.'),
  redirects301: count('Moved for good.'),
  redirects302: count('Moved for now.'),
  http4xx: count('Not found and the like.'),
  http5xx: count('Server failures.'),
  otherCodes: count('Other answers.'),
  blockedByRobots: count('Kept out by robots.txt.'),
  malware: count('With malware.'),
  timeouts: count('No answer in time.'),
  dnsFailures: count('Host not found.'),
  inIndex: count('Pages in the index at the end.'),
  inboundLinks: count('Links to the site at the end.'),
  partial: z.boolean().optional().describe('true: the period or Bing’s data cuts it off.'),
});

/** `bing_get_crawl_stats`: what Bing's crawler did on the site. */
export const getCrawlStats = defineTool({
  name: 'bing_get_crawl_stats',
  title: 'Crawling by Bing over time',
  description:
    'What Bing crawled and indexed over time, errors by kind, and the crawl rate that is set. For the pages ' +
    'concerned use bing_list_crawl_issues.',
  effect: 'read',
  permission: 'bing.crawl.read',
  scopes: ['webmaster.read'],
  input: z
    .object({ site: siteField(), ...periodFields, by: z.enum(GRAINS).default('week').describe('Sum by.') })
    .refine(isInOrder, outOfOrder),
  output: z.object({
    about: About.describe('What Bing has, and what to know before comparing.'),
    rows: z.array(CrawlPeriod).describe('Oldest first.'),
  }),
  list: 'rows',
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: [
    { title: 'By week', input: {} },
    { title: 'October in sum', input: { from: '2026-10-01', to: '2026-10-31', by: 'total' } },
  ],

  async run({ site, from, to, by }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    const history = toHistory(await upstream.ask('GetCrawlStats', { siteUrl }), by, from, to);
    const groups = Map.groupBy(history.rows, ({ Date: date }) => history.groupOf(date));
    return {
      about: aboutOf(siteUrl, history, by, from, to),
      rows: [...groups].map(([group, rows]) => ({
        date: group === '' ? undefined : group,
        ...countsOf(rows),
        inIndex: rows.at(-1)?.InIndex ?? 0,
        inboundLinks: rows.at(-1)?.InLinks ?? 0,
        partial: history.isPartial(group) || undefined,
      })),
    };
  },
});

function countsOf(rows: readonly CrawlRow[]): Record<keyof typeof COUNTS, number> {
  const sums = Object.entries(COUNTS).map(([ours, theirs]) => [
    ours,
    rows.reduce((sum, row) => sum + (row[theirs] ?? 0), 0),
  ]);
  return Object.fromEntries(sums);
}
