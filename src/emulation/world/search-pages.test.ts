import { describe, expect, it } from 'vitest';
import { buildWorld } from './build-world.ts';
import { dayMs } from './days.ts';
import { searchRowsOn } from './search-demand.ts';
import { sitePages } from './search-pages.ts';

const world = buildWorld(Date.UTC(2026, 10, 22, 12));
const pages = sitePages(world);

describe('the pages of the shop', () => {
  it('are every product in the shop, every collection, articles and policies, each address once', () => {
    const paths = pages.map(({ path }) => path);

    expect(new Set(paths).size).toBe(paths.length);
    for (const { handle, status } of world.products) {
      expect(paths.includes(`/products/${handle}`)).toBe(status !== 'draft');
    }
    expect(new Set(pages.map(({ kind }) => kind))).toEqual(
      new Set(['home', 'collection', 'product', 'article', 'page', 'policy', 'utility']),
    );
  });

  it('show crawlers all that goes wrong: errors, redirects, duplicates, what is forbidden or left out', () => {
    expect(new Set(pages.map(({ httpStatus }) => httpStatus))).toEqual(new Set([200, 301, 404, 500]));
    expect(new Set(pages.map(({ google }) => google.state))).toEqual(
      new Set(['indexed', 'crawled', 'discovered', 'duplicate']),
    );
    expect(pages.some(({ isNoindex, isInSitemap }) => isNoindex && isInSitemap)).toBe(true);
    expect(pages.some(({ isBlockedByRobots }) => isBlockedByRobots)).toBe(true);
    expect(
      pages.some(
        ({ canonicalPath, chosenCanonicalPath }) =>
          canonicalPath && chosenCanonicalPath && canonicalPath !== chosenCanonicalPath,
      ),
    ).toBe(true);
    expect(pages.some(({ google, bing }) => google.state === 'indexed' && bing.state === 'unknown')).toBe(true);
  });

  it('were crawled since they are there, and before today', () => {
    for (const { google, bing, firstSeenMs, path } of pages) {
      for (const { lastCrawledMs } of [google, bing]) {
        if (lastCrawledMs === undefined) continue;
        expect(lastCrawledMs, path).toBeGreaterThanOrEqual(firstSeenMs);
        expect(lastCrawledMs, path).toBeLessThan(world.dayMs);
      }
    }
  });

  it('hold every page that a search led to', () => {
    const paths = new Set(pages.map(({ path }) => path));

    for (let back = 1; back <= 30; back++) {
      for (const engine of ['google', 'bing'] as const) {
        for (const { path } of searchRowsOn(world, engine, world.dayMs - back * dayMs)) {
          expect(paths.has(path), path).toBe(true);
        }
      }
    }
  });

  it('were indexed where somebody who ordered came from a search, unless they are gone', () => {
    const byPath = new Map(pages.map((page) => [page.path, page]));

    for (const { visits } of world.orders) {
      for (const { medium, landingPath } of visits) {
        const page = byPath.get(landingPath);
        if (medium === 'organic' && page?.httpStatus === 200) expect(page.google.state, landingPath).toBe('indexed');
      }
    }
  });
});
