import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { sliceFacts, sliceFields, sliceOf } from '../input/paging.ts';
import { siteField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { ISSUES, issuesOf } from '../shapes/crawl.ts';

const CrawlIssue = z.object({
  url: z.string().describe('The page.'),
  issues: z.array(z.string()).describe('What is wrong with it.'),
  httpStatus: z.number().int().optional().describe('As last answered; absent: no answer.'),
  inboundLinks: z.number().describe('Links to it that Bing knows.'),
});

/** `bing_list_crawl_issues`: pages that Bing had trouble with. */
export const listCrawlIssues = defineTool({
  name: 'bing_list_crawl_issues',
  title: 'Pages Bing has trouble with',
  description:
    'Pages that Bing could not crawl or index well, most linked first: HTTP errors, redirects, robots.txt, malware, ' +
    'DNS, time-outs.',
  effect: 'read',
  permission: 'bing.crawl.read',
  scopes: ['webmaster.read'],
  input: z.object({
    site: siteField(),
    issue: z
      .string()
      .refine((text) => ISSUES.includes(text), `Write one of ${ISSUES.join(', ')}.`)
      .optional()
      .describe('One named in counts.'),
    ...sliceFields(200),
  }),
  output: z.object({
    counts: z
      .array(z.object({ issue: z.string().describe('What is wrong.'), pages: z.number().int().describe('How many.') }))
      .describe('Pages by issue, the filter aside.'),
    rows: z.array(CrawlIssue).describe('Most linked first.'),
    ...sliceFacts,
  }),
  list: 'rows',
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: [
    { title: 'All', input: {} },
    { title: 'Pages that are gone', input: { issue: 'http_4xx', limit: 50 } },
  ],

  async run({ site, issue, limit, offset }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    const pages = (await upstream.ask('GetCrawlIssues', { siteUrl })).map((page) => ({
      url: page.Url,
      issues: issuesOf(page.Issues),
      httpStatus: page.HttpCode > 0 ? page.HttpCode : undefined,
      inboundLinks: page.InLinks,
    }));
    const counts = [
      ...Map.groupBy(
        pages.flatMap(({ issues }) => issues),
        (name) => name,
      ),
    ]
      .map(([name, same]) => ({ issue: name, pages: same.length }))
      .sort((a, b) => b.pages - a.pages);
    const wanted = (issue === undefined ? pages : pages.filter(({ issues }) => issues.includes(issue))).sort(
      (a, b) => b.inboundLinks - a.inboundLinks || (a.url < b.url ? -1 : 1),
    );
    return { counts, ...sliceOf(wanted, limit, offset) };
  },
});
