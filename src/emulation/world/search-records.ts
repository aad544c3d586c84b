/** The words of what people search for and what search engines know of the shop's pages. No engine's own words. */

export type SearchEngine = 'google' | 'bing';
export type SearchDevice = 'desktop' | 'mobile' | 'tablet';
/** Where a page was shown: among web results, pictures, videos, or in a feed that nobody searched for. */
export type SearchKind = 'web' | 'image' | 'video' | 'discover';

/**
 * What one page earned on one day in one country on one kind of device for one query. Several rows of a day may be equal
 * in all that names them: whoever reports adds them up.
 */
export interface SearchRow {
  readonly engine: SearchEngine;
  /** Midnight UTC of the day as the engine counts days: Pacific days for Google, UTC days for Bing. */
  readonly dayMs: number;
  /** Of the page, without a query string. */
  readonly path: string;
  /** `undefined`: asked too rarely to be told, or in a feed. */
  readonly query: string | undefined;
  /** ISO 3166-1 alpha-3 in capital letters. */
  readonly country: string;
  readonly device: SearchDevice;
  readonly kind: SearchKind;
  readonly clicks: number;
  readonly impressions: number;
  /** Mean of the impressions, from 1. */
  readonly position: number;
}

export type PageKind = 'home' | 'collection' | 'product' | 'article' | 'page' | 'policy' | 'utility';
/** Where an engine stands with a page. */
export type IndexState = 'indexed' | 'crawled' | 'discovered' | 'duplicate' | 'unknown';

/** One address of the online shop, as a crawler meets it. */
export interface SitePage {
  /** `/products/earl-grey-cream`, a query string included where the address has one. */
  readonly path: string;
  readonly kind: PageKind;
  readonly title: string;
  /** The product whose page it is. */
  readonly productId: number | undefined;
  /** What the shop answers: 200, 301, 404, 500. */
  readonly httpStatus: number;
  readonly redirectPath: string | undefined;
  /** What the page names as its canonical address; `undefined` when it names none. */
  readonly canonicalPath: string | undefined;
  /** What engines took for the canonical address; `undefined` while they have not decided. */
  readonly chosenCanonicalPath: string | undefined;
  readonly isNoindex: boolean;
  readonly isBlockedByRobots: boolean;
  readonly isInSitemap: boolean;
  /** Pages of the shop that link here. */
  readonly linkedFrom: readonly string[];
  readonly firstSeenMs: number;
  readonly google: CrawlFacts;
  readonly bing: CrawlFacts;
}

/** What one engine knows of a page. */
export interface CrawlFacts {
  readonly state: IndexState;
  /** `undefined`: never. */
  readonly lastCrawledMs: number | undefined;
}
