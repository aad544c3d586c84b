import { writeSync } from 'node:fs';
import { searchConsole } from '../../../src/connectors/search-console/connector.ts';
import { connectSearchConsole, SITE } from '../connected-search-console.ts';
import { openTestGateway } from '../test-gateway.ts';

/**
 * Answers 25,000 rows of Search Console through the gateway, and writes how many pages that made and by how much memory
 * rose at most. Started with --expose-gc.
 */
const ROWS = 25_000;
const rows = Array.from({ length: ROWS }, (_, n) => ({
  keys: [`loose leaf tea number ${n}`, `https://www.larkmoor-tea.example/products/tea-${n}`],
  clicks: n % 50,
  impressions: 1_000 + n,
  ctr: (n % 50) / (1_000 + n),
  position: 1 + (n % 90) / 3,
}));
const body = JSON.stringify({ rows, responseAggregationType: 'byPage' });
rows.length = 0;
const isLarge = (asked: string) => asked.includes('"startRow":0') && asked.includes('"rowLimit":25000');
const vendor = connectSearchConsole({
  answer: (request) => (isLarge(String(request.body)) ? { status: 200, headers: {}, body } : undefined),
});
const { wire, clock, connection } = vendor;
await using platform = await openTestGateway({ connectors: [searchConsole], connections: [connection], wire, clock });
const call = (input: object) =>
  platform.gateway.call(
    platform.request(platform.principal('admin'), 'gsc_query_performance', { site: SITE, ...input }),
  );
const used = () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

await call({ dimensions: ['query', 'page'], limit: 100 });
const before = used();
const residentBefore = process.memoryUsage().rss;
const { rendered } = await call({ dimensions: ['query', 'page'], limit: ROWS });
// The most that the process ever held, less what it held before the call: garbage counts, too.
const peak = process.resourceUsage().maxRSS * 1_024 - residentBefore;
const kept = used() - before;
writeSync(1, `${JSON.stringify({ total: rendered.rest?.total, pages: rendered.rest?.pages, kept, peak })}\n`);
process.exit(0);
