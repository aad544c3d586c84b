import type { World } from '../../../emulation/world/records.ts';
import { sitePages } from '../../../emulation/world/search-pages.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { emptyReply, googleFailure, googleReply } from '../../google/emulator/google-voice.ts';
import { invalid } from '../../google/emulator/request-shape.ts';
import { type EnumSpelling, spell } from './answer-words.ts';
import { siteHolds } from './site-book.ts';

interface Sitemap {
  readonly path: string;
  readonly submittedMs: number;
  /** `undefined`: not fetched yet. */
  readonly downloadedMs: number | undefined;
  readonly isIndex: boolean;
  /** The index that lists it; `undefined` for one that was submitted itself. */
  readonly listedBy: string | undefined;
  readonly errors: number;
  readonly warnings: number;
  readonly pages: number;
}

const dayMs = 86_400_000;

/** The sitemaps of the fictional shop, as the shop's own index lists them. */
export class SitemapBook {
  readonly #clock: Clock;
  readonly #root: string;
  readonly #sitemaps = new Map<string, Sitemap>();

  constructor(world: World, clock: Clock) {
    this.#clock = clock;
    const origin = `https://${world.shop.host}`;
    this.#root = `${origin}/sitemap.xml`;
    const listed = sitePages(world).filter(({ isInSitemap }) => isInSitemap);
    const add = (path: string, more: Partial<Sitemap>) =>
      this.#sitemaps.set(path, {
        path,
        submittedMs: world.dayMs - 400 * dayMs,
        downloadedMs: world.dayMs - 1.2 * dayMs,
        isIndex: false,
        listedBy: this.#root,
        errors: 0,
        warnings: 0,
        pages: 0,
        ...more,
      });
    add(this.#root, { isIndex: true, listedBy: undefined, pages: listed.length, warnings: 1, errors: 1 });
    const count = (...kinds: readonly string[]) => listed.filter(({ kind }) => kinds.includes(kind)).length;
    add(`${origin}/sitemap_products_1.xml`, { pages: count('product') });
    add(`${origin}/sitemap_collections_1.xml`, { pages: count('collection') });
    add(`${origin}/sitemap_blogs_1.xml`, { pages: count('article') });
    add(`${origin}/sitemap_pages_1.xml`, { pages: count('page', 'policy', 'home'), errors: 1, warnings: 1 });
  }

  /** Lists what was submitted, or what an index lists; the list is absent where it would be empty. */
  list(site: string, index: string | undefined, spelling: EnumSpelling): unknown {
    const found = [...this.#sitemaps.values()].filter(
      ({ path, listedBy }) => siteHolds(site, path) && listedBy === index,
    );
    return found.length === 0 ? {} : { sitemap: found.map((sitemap) => toReply(sitemap, spelling)) };
  }

  answer(site: string, path: string, method: string, spelling: EnumSpelling): WireReply {
    const known = siteHolds(site, path) ? this.#sitemaps.get(path) : undefined;
    if (method === 'PUT') return this.#submit(site, path, known);
    if (known === undefined) {
      return googleFailure({ code: 404, message: `'${path}' is not a sitemap of this site.`, reason: 'notFound' });
    }
    if (method === 'GET') return googleReply(toReply(known, spelling));
    this.#sitemaps.delete(path);
    return emptyReply();
  }

  #submit(site: string, path: string, known: Sitemap | undefined): WireReply {
    if (!/^https?:\/\//.test(path) || !siteHolds(site, path)) return invalid(`'${path}' is not a valid sitemap URL.`);
    const fresh = { isIndex: false, errors: 0, warnings: 0, pages: 0 };
    this.#sitemaps.set(path, {
      ...(known ?? fresh),
      path,
      listedBy: undefined,
      submittedMs: this.#clock.now(),
      downloadedMs: undefined,
    });
    return emptyReply();
  }
}

function toReply(sitemap: Sitemap, spelling: EnumSpelling): unknown {
  const { path, submittedMs, downloadedMs, isIndex, errors, warnings, pages } = sitemap;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    path,
    lastSubmitted: iso(submittedMs),
    isPending: downloadedMs === undefined,
    isSitemapsIndex: isIndex,
    ...(!isIndex && { type: spell('SITEMAP', spelling) }),
    ...(downloadedMs !== undefined && { lastDownloaded: iso(downloadedMs) }),
    // 64-bit numbers are text in JSON.
    warnings: String(warnings),
    errors: String(errors),
    ...(downloadedMs !== undefined && {
      contents: [{ type: spell('WEB', spelling), submitted: String(pages), indexed: '0' }],
    }),
  };
}
