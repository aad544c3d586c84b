import type { World } from '../../../emulation/world/records.ts';
import { sitePages } from '../../../emulation/world/search-pages.ts';
import type { SitePage } from '../../../emulation/world/search-records.ts';

/** What the index knows of the fictional shop's pages. */
export class Inspection {
  readonly #world: World;
  readonly #pages: ReadonlyMap<string, SitePage>;

  constructor(world: World) {
    this.#world = world;
    this.#pages = new Map(sitePages(world).map((page) => [this.#url(page.path), page]));
  }

  /** Enums are in capital letters in every reply of this newer method. */
  answer(site: string, url: string): unknown {
    const page = this.#pages.get(url);
    const status = page === undefined ? unknownStatus : this.#statusOf(page);
    return {
      inspectionResult: {
        inspectionResultLink: `https://search.google.com/search-console/inspect?resource_id=${encodeURIComponent(site)}&id=${encodeURIComponent(url)}&utm_medium=link`,
        indexStatusResult: status,
        mobileUsabilityResult: { verdict: 'VERDICT_UNSPECIFIED' },
        ...(page?.kind === 'product' && page.google.state === 'indexed' && { richResultsResult: richResults(page) }),
      },
    };
  }

  #url(path: string): string {
    return `https://${this.#world.shop.host}${path}`;
  }

  #statusOf(page: SitePage): Record<string, unknown> {
    const { state, lastCrawledMs } = page.google;
    const [verdict, coverageState, fetch] = coverageOf(page);
    const seen = lastCrawledMs !== undefined;
    return {
      verdict,
      coverageState,
      robotsTxtState: page.isBlockedByRobots ? 'DISALLOWED' : seen ? 'ALLOWED' : 'ROBOTS_TXT_STATE_UNSPECIFIED',
      indexingState: page.isNoindex ? 'BLOCKED_BY_META_TAG' : seen ? 'INDEXING_ALLOWED' : 'INDEXING_STATE_UNSPECIFIED',
      pageFetchState: fetch,
      ...(seen && { lastCrawlTime: new Date(lastCrawledMs).toISOString().replace('.000', ''), crawledAs: 'MOBILE' }),
      ...(page.chosenCanonicalPath !== undefined && { googleCanonical: this.#url(page.chosenCanonicalPath) }),
      ...(seen && page.canonicalPath !== undefined && { userCanonical: this.#url(page.canonicalPath) }),
      ...(page.isInSitemap && state !== 'unknown' && { sitemap: [this.#url('/sitemap.xml')] }),
      ...(page.linkedFrom.length > 0 && { referringUrls: page.linkedFrom.map((path) => this.#url(path)) }),
    };
  }
}

const unknownStatus = {
  verdict: 'NEUTRAL',
  coverageState: 'URL is unknown to Google',
  robotsTxtState: 'ROBOTS_TXT_STATE_UNSPECIFIED',
  indexingState: 'INDEXING_STATE_UNSPECIFIED',
  pageFetchState: 'PAGE_FETCH_STATE_UNSPECIFIED',
};

function coverageOf(page: SitePage): readonly [verdict: string, coverage: string, fetch: string] {
  const { httpStatus, canonicalPath, chosenCanonicalPath, google } = page;
  if (page.isBlockedByRobots) return ['NEUTRAL', 'Blocked by robots.txt', 'BLOCKED_ROBOTS_TXT'];
  if (httpStatus === 404) return ['NEUTRAL', 'Not found (404)', 'NOT_FOUND'];
  if (httpStatus === 301) return ['NEUTRAL', 'Page with redirect', 'SUCCESSFUL'];
  if (httpStatus >= 500) return ['FAIL', 'Server error (5xx)', 'SERVER_ERROR'];
  if (page.isNoindex) return ['NEUTRAL', 'Excluded by ‘noindex’ tag', 'SUCCESSFUL'];
  if (google.state === 'indexed') {
    return ['PASS', page.isInSitemap ? 'Submitted and indexed' : 'Indexed, not submitted in sitemap', 'SUCCESSFUL'];
  }
  if (google.state === 'discovered') {
    return ['NEUTRAL', 'Discovered - currently not indexed', 'PAGE_FETCH_STATE_UNSPECIFIED'];
  }
  if (google.state === 'duplicate') {
    return canonicalPath === chosenCanonicalPath
      ? ['NEUTRAL', 'Alternate page with proper canonical tag', 'SUCCESSFUL']
      : ['NEUTRAL', 'Duplicate, Google chose different canonical than user', 'SUCCESSFUL'];
  }
  return ['NEUTRAL', 'Crawled - currently not indexed', 'SUCCESSFUL'];
}

function richResults(page: SitePage): unknown {
  const issues = [{ severity: 'WARNING', issueMessage: 'Missing field "aggregateRating"' }];
  return {
    verdict: 'PASS',
    detectedItems: [{ richResultType: 'Product snippets', items: [{ name: page.title, issues }] }],
  };
}
