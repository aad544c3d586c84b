import { describe, expect, it } from 'vitest';
import { connectSearchConsole, SITE } from '../../../../test/support/connected-search-console.ts';
import { loadDiscovery } from '../../../../test/support/google-discovery.ts';
import { violationsOf } from '../../google/emulator/request-shape.ts';
import { searchConsole } from '../connector.ts';
import { inspectShape, queryShape } from './request-shapes.ts';

const check = loadDiscovery('searchconsole__v1.json');
const EXAMPLES = searchConsole.tools.flatMap((tool) =>
  tool.examples.map(({ title, input }) => ({ tool, input, title: `${tool.name}: ${title}` })),
);

/** The schemas of what is sent and answered, by path. */
function schemasOf(url: string, method: string): [request: string | undefined, reply: string | undefined] {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/searchAnalytics/query'))
    return ['SearchAnalyticsQueryRequest', 'SearchAnalyticsQueryResponse'];
  if (pathname.endsWith(':inspect')) return ['InspectUrlIndexRequest', 'InspectUrlIndexResponse'];
  if (method !== 'GET') return [undefined, undefined];
  if (pathname.endsWith('/sites')) return [undefined, 'SitesListResponse'];
  if (pathname.endsWith('/sitemaps')) return [undefined, 'SitemapsListResponse'];
  return [undefined, pathname.includes('/sitemaps/') ? 'WmxSitemap' : 'WmxSite'];
}

describe.skipIf(check === undefined)(
  'held against Google’s discovery document (skipped where ../shared is absent)',
  () => {
    it.each(EXAMPLES)('what $title sends and gets fits', async ({ tool, input }) => {
      const console = connectSearchConsole({ enums: 'discovery' });

      await console.call(tool, input);

      for (const { request, reply } of console.exchanged) {
        const [sent, got] = schemasOf(request.url, request.method);
        if (sent) expect(check?.(sent, JSON.parse(String(request.body)))).toEqual([]);
        if (got) expect(check?.(got, JSON.parse(reply.body))).toEqual([]);
      }
      expect(console.exchanged.length).toBeGreaterThan(0);
    });

    it('the shapes of requests know the same fields and values', () => {
      const body = {
        startDate: '2026-11-01',
        endDate: '2026-11-02',
        dimensions: ['DATE', 'QUERY', 'PAGE', 'COUNTRY', 'DEVICE', 'SEARCH_APPEARANCE', 'HOUR'],
        type: 'GOOGLE_NEWS',
        searchType: 'DISCOVER',
        aggregationType: 'BY_NEWS_SHOWCASE_PANEL',
        dataState: 'HOURLY_ALL',
        rowLimit: 1,
        startRow: 0,
        dimensionFilterGroups: [
          {
            groupType: 'AND',
            filters: [{ dimension: 'SEARCH_APPEARANCE', operator: 'EXCLUDING_REGEX', expression: 'x' }],
          },
        ],
      };
      const inspect = { inspectionUrl: 'a', siteUrl: 'b', languageCode: 'c' };
      const options = { package: 'google.searchconsole.v1' };

      expect([check?.('SearchAnalyticsQueryRequest', body), violationsOf(queryShape, body, options)]).toEqual([[], []]);
      expect([check?.('InspectUrlIndexRequest', inspect), violationsOf(inspectShape, inspect, options)]).toEqual([
        [],
        [],
      ]);
      for (const wrong of [
        { rows: 1 },
        { type: 'WEBB' },
        { dataState: 'LIVE' },
        { rowLimit: 'x' },
        { dimensions: ['YEAR'] },
      ]) {
        expect(check?.('SearchAnalyticsQueryRequest', wrong).length).toBeGreaterThan(0);
        expect(violationsOf(queryShape, wrong, options).length).toBeGreaterThan(0);
      }
    });

    it('a reply that does not fit is noticed', async () => {
      const console = connectSearchConsole({ enums: 'guides' });
      await console.upstream().site(SITE);

      expect(check?.('WmxSite', JSON.parse(console.exchanged[0]?.reply.body ?? ''))).toHaveLength(1);
    });
  },
);
