import { dayMs, hourMs } from './days.ts';
import { Random } from './random.ts';
import type { Product, World } from './records.ts';
import { articleRows } from './search-articles.ts';
import type { CrawlFacts, PageKind, SitePage } from './search-records.ts';

/** What a page is before crawlers have come: everything that is not said is as it should be. */
interface Draft {
  readonly path: string;
  readonly kind: PageKind;
  readonly title: string;
  readonly product?: Product;
  readonly firstSeenMs?: number;
  readonly httpStatus?: number;
  readonly redirectPath?: string;
  readonly canonicalPath?: string;
  readonly isNoindex?: boolean;
  readonly isBlockedByRobots?: boolean;
  readonly isInSitemap?: boolean;
  readonly linkedFrom?: readonly string[];
}

const known = new WeakMap<World, readonly SitePage[]>();

/**
 * Gives every address of the online shop that crawlers know of: pages that sell and pages that nobody should find,
 * redirects, errors, duplicates. Draft products have none. Built once for each world.
 */
export function sitePages(world: World): readonly SitePage[] {
  let pages = known.get(world);
  if (!pages) {
    const found = foundPaths(world);
    pages = draftsOf(world).map((draft) => toPage(world, draft, found.has(draft.path)));
    known.set(world, pages);
  }
  return pages;
}

/** Gives the last word of a collection's path for a product type: `Cups & Mugs` is `cups-mugs`. */
export function collectionSlug(type: string): string {
  return type.toLowerCase().replace(/[^a-z]+/g, '-');
}

function draftsOf(world: World): Draft[] {
  const types = [...new Set(world.products.map(({ type }) => type))];
  const collection = (slug: string, title: string): Draft => ({
    path: `/collections/${slug}`,
    kind: 'collection',
    title,
    linkedFrom: ['/'],
  });
  return [
    { path: '/', kind: 'home', title: 'Larkmoor Tea | Loose leaf tea from Cork' },
    ...types.map((type) => collection(collectionSlug(type), type)),
    ...[
      ['bestsellers', 'Bestsellers'],
      ['gifts', 'Gifts'],
      ['caffeine-free', 'Caffeine free'],
      ['japanese-teas', 'Japanese teas'],
      ['sale', 'Sale'],
    ].map(([slug = '', title = '']) => collection(slug, title)),
    ...world.products.filter(({ status }) => status !== 'draft').map((product) => productDraft(world, product)),
    ...articleRows.map(
      ([handle, title]): Draft => ({
        path: `/blogs/journal/${handle}`,
        kind: 'article',
        title,
        linkedFrom: ['/blogs/journal'],
      }),
    ),
    ...standing,
  ];
}

const page = (path: string, title: string, more: Partial<Draft> = {}): Draft => ({
  path,
  kind: 'page',
  title,
  linkedFrom: ['/'],
  ...more,
});

/** Pages that every shop has, and what has gone wrong over the years. */
const standing: readonly Draft[] = [
  page('/blogs/journal', 'Journal'),
  page('/pages/about', 'About us'),
  page('/pages/contact', 'Contact'),
  page('/pages/tea-rooms', 'Our tea rooms'),
  page('/pages/wholesale', 'Wholesale'),
  page('/pages/subscriptions', 'Subscriptions', { httpStatus: 500 }),
  page('/pages/black-friday-2024', 'Black Friday 2024', { httpStatus: 404, isInSitemap: false, linkedFrom: [] }),
  page('/pages/thank-you', 'Thank you', { isNoindex: true, isInSitemap: false }),
  page('/pages/our-story', 'Our story', { httpStatus: 301, redirectPath: '/pages/about', isInSitemap: false }),
  page('/collections/teaware', 'Teaware', {
    httpStatus: 301,
    redirectPath: '/collections/teapots',
    isInSitemap: false,
  }),
  page('/products/winter-hearth-2024', 'Winter Hearth 2024', {
    httpStatus: 301,
    redirectPath: '/products/winter-hearth',
    isInSitemap: false,
  }),
  page('/collections/black-tea/products/midnight-assam', 'Midnight Assam', {
    canonicalPath: '/products/midnight-assam',
    isInSitemap: false,
    linkedFrom: ['/collections/black-tea'],
  }),
  page('/collections/all?page=2', 'Products, page 2', { canonicalPath: '/collections/all', isInSitemap: false }),
  page('/policies/shipping-policy', 'Shipping policy', { kind: 'policy' }),
  page('/policies/refund-policy', 'Refund policy', { kind: 'policy' }),
  page('/policies/privacy-policy', 'Privacy policy', { kind: 'policy' }),
  page('/policies/terms-of-service', 'Terms of service', { kind: 'policy', isNoindex: true, isInSitemap: true }),
  page('/search', 'Search', { kind: 'utility', isBlockedByRobots: true, isInSitemap: false }),
  page('/cart', 'Cart', { kind: 'utility', isBlockedByRobots: true, isInSitemap: false }),
  page('/account/login', 'Sign in', { kind: 'utility', isNoindex: true, isInSitemap: false }),
];

/** An archived product's page is gone since a day after its last visit that led to an order. */
function productDraft(world: World, product: Product): Draft {
  const path = `/products/${product.handle}`;
  const moves = new Random(world.seed, `page/${product.handle}`).chance(0.4);
  const slug = collectionSlug(product.type);
  const gone: Partial<Draft> =
    product.status === 'active'
      ? {}
      : moves
        ? { httpStatus: 301, redirectPath: `/collections/${slug}`, isInSitemap: false }
        : { httpStatus: 404, isInSitemap: false };
  return {
    path,
    kind: 'product',
    title: product.seoTitle ?? `${product.title} – ${world.shop.name}`,
    product,
    firstSeenMs: (product.publishedAtMs ?? product.createdAtMs) + 6 * hourMs,
    linkedFrom: [`/collections/${slug}`, ...(product.tags.includes('bestseller') ? ['/collections/bestsellers'] : [])],
    ...gone,
  };
}

/** Pages that somebody entered from a search: an engine must have them. */
function foundPaths(world: World): ReadonlySet<string> {
  const organic = world.orders.flatMap(({ visits }) => visits).filter(({ medium }) => medium === 'organic');
  return new Set(organic.map(({ landingPath }) => landingPath));
}

function toPage(world: World, draft: Draft, isFound: boolean): SitePage {
  const { path, httpStatus = 200, isNoindex = false, isBlockedByRobots = false, isInSitemap = true } = draft;
  const firstSeenMs = draft.firstSeenMs ?? world.shop.openedAtMs;
  const canonicalPath = httpStatus === 200 ? (draft.canonicalPath ?? path) : undefined;
  const random = new Random(world.seed, `crawl/${path}`);
  // What nobody ever entered from a search may be left out, or taken for another address.
  const isThin = !isFound && draft.product !== undefined && random.chance(0.3);
  const isDuplicate = canonicalPath !== undefined && canonicalPath !== path;
  const facts = (state: CrawlFacts['state'], days: number): CrawlFacts => ({
    state,
    lastCrawledMs:
      state === 'discovered' || state === 'unknown' ? undefined : lastVisit(world, firstSeenMs, days, random),
  });
  const isIndexable = httpStatus === 200 && !isNoindex && !isBlockedByRobots;
  const google = isIndexable
    ? isDuplicate
      ? 'duplicate'
      : isThin
        ? random.pick(['crawled', 'discovered', 'duplicate'] as const)
        : 'indexed'
    : isBlockedByRobots
      ? 'discovered'
      : 'crawled';
  const bing = google === 'indexed' && !isFound && random.chance(0.3) ? 'unknown' : google;
  return {
    path,
    kind: draft.kind,
    title: draft.title,
    productId: draft.product?.id,
    httpStatus,
    redirectPath: draft.redirectPath,
    canonicalPath,
    chosenCanonicalPath: chosenCanonical(draft, google, canonicalPath),
    isNoindex,
    isBlockedByRobots,
    isInSitemap,
    linkedFrom: draft.linkedFrom ?? [],
    firstSeenMs,
    google: facts(google, draft.kind === 'home' ? 1 : 21),
    bing: facts(bing, draft.kind === 'home' ? 2 : 45),
  };
}

function chosenCanonical(draft: Draft, state: CrawlFacts['state'], own: string | undefined): string | undefined {
  if (state === 'indexed') return own;
  if (state !== 'duplicate') return undefined;
  return own === draft.path && draft.product ? `/collections/${collectionSlug(draft.product.type)}` : own;
}

/** Some time within the last `days` days, and not before the page was there. */
function lastVisit(world: World, firstSeenMs: number, days: number, random: Random): number {
  const visitMs = world.dayMs - Math.floor(random.next() ** 2 * days * dayMs) - random.integer(60, 86_000) * 1000;
  return Math.max(visitMs, firstSeenMs);
}
