import { dayMs, startOfDay } from '../../../emulation/world/days.ts';
import { Random } from '../../../emulation/world/random.ts';
import type { World } from '../../../emulation/world/records.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { bingDate } from './bing-dates.ts';
import { Refusal } from './refusal.ts';

const invalidUrl = 7;
const notAuthorized = 14;
/** How many days a block lasts. */
const blockDays = 90;

/** How many URLs and pages may be submitted for a site. */
export interface SubmissionQuotas {
  readonly urlsPerDay: number;
  readonly urlsPerMonth: number;
  readonly contentsPerDay: number;
  readonly contentsPerMonth: number;
}

/** A record as the API shows it; `__type` aside. */
export type Row = Record<string, unknown>;

/** One site of the account, with all that was set and submitted. */
export class Site {
  /** As registered. */
  readonly url: string;
  isVerified: boolean;
  readonly authenticationCode: string;
  readonly dnsCode: string;
  /** Whether it is the fictional shop's own, of which there are data. */
  readonly isShop: boolean;
  readonly feeds = new Map<string, Row>();
  readonly blocks = new Map<string, Row & { readonly atMs: number }>();
  readonly previews = new Map<string, Row>();
  readonly deepLinkBlocks = new Map<string, Row>();
  readonly queryParameters = new Map<string, Row>();
  readonly connectedPages = new Map<string, Row>();
  readonly countries = new Map<string, Row>();
  readonly roles = new Map<string, Row>();
  readonly fetched = new Map<string, Row & { readonly atMs: number }>();
  readonly moves: Row[] = [];
  /** What was submitted, by `urls` or `contents` and by day or month. */
  readonly submitted = new Map<string, number>();
  crawlRate: readonly number[] = Array.from({ length: 24 }, (_, hour) => (hour < 7 ? 8 : 5));

  constructor(world: World, url: string, isVerified: boolean) {
    const random = new Random(world.seed, `bing/site/${url}`);
    this.url = url;
    this.isVerified = isVerified;
    this.authenticationCode = random.text(32, '0123456789ABCDEF');
    this.dnsCode = `${random.text(32, '0123456789abcdef')}.verify.bing.com`;
    this.isShop = isVerified && new URL(url).host === world.shop.host;
  }

  /** Whether an address lies on the site. */
  holds(url: string): boolean {
    return URL.canParse(url) && new URL(url).origin === new URL(this.url).origin;
  }

  /** Gives the address, or refuses one that does not lie on the site. */
  demand(url: string): string {
    if (!this.holds(url)) throw new Refusal(invalidUrl);
    return url;
  }
}

/** What the account of one emulator holds: its sites, and the quotas that it has used. */
export class Account {
  readonly world: World;
  readonly clock: Clock;
  readonly quotas: SubmissionQuotas;
  readonly #sites = new Map<string, Site>();

  constructor(world: World, clock: Clock, quotas: SubmissionQuotas, further: readonly string[]) {
    this.world = world;
    this.clock = clock;
    this.quotas = quotas;
    const { host } = world.shop;
    this.#keep(new Site(world, `https://${host}/`, true));
    this.#keep(new Site(world, `https://${host.replace(/^www\./, '')}/`, false));
    for (const url of further) this.#keep(new Site(world, url, true));
    this.#furnish(this.site(`https://${host}/`));
  }

  get sites(): readonly Site[] {
    return [...this.#sites.values()];
  }

  get nowMs(): number {
    return this.clock.now();
  }

  /** Gives a site by its address, with or without its last slash; refuses one that is not the account's. */
  site(url: string): Site {
    const site = this.#sites.get(keyOf(url));
    if (!site) throw new Refusal(notAuthorized);
    return site;
  }

  /** Gives a site of which things may be asked: one that is verified. */
  verifiedSite(url: string): Site {
    const site = this.site(url);
    if (!site.isVerified) throw new Refusal(notAuthorized);
    return site;
  }

  add(url: string): void {
    if (this.#sites.has(keyOf(url))) return;
    this.#keep(new Site(this.world, url.endsWith('/') ? url : `${url}/`, false));
  }

  remove(url: string): void {
    this.site(url);
    this.#sites.delete(keyOf(url));
  }

  /** Gives what may still be submitted today and this month. */
  quotaLeft(site: Site, what: 'urls' | 'contents'): { readonly daily: number; readonly monthly: number } {
    const [day, month] = this.#periods(what);
    const [perDay, perMonth] =
      what === 'urls'
        ? [this.quotas.urlsPerDay, this.quotas.urlsPerMonth]
        : [this.quotas.contentsPerDay, this.quotas.contentsPerMonth];
    return {
      daily: Math.max(0, perDay - (site.submitted.get(day) ?? 0)),
      monthly: Math.max(0, perMonth - (site.submitted.get(month) ?? 0)),
    };
  }

  spendQuota(site: Site, what: 'urls' | 'contents', count: number): void {
    for (const period of this.#periods(what)) site.submitted.set(period, (site.submitted.get(period) ?? 0) + count);
  }

  /** Gives what is blocked now, with the days that are left of each block. */
  blocksOf(site: Site): Row[] {
    return [...site.blocks.values()]
      .map(({ atMs, ...row }) => ({ ...row, DaysToExpire: blockDays - Math.floor((this.nowMs - atMs) / dayMs) }))
      .filter(({ DaysToExpire }) => DaysToExpire > 0);
  }

  #periods(what: string): [day: string, month: string] {
    const day = new Date(startOfDay(this.nowMs)).toISOString().slice(0, 10);
    return [`${what} ${day}`, `${what} ${day.slice(0, 7)}`];
  }

  #keep(site: Site): void {
    this.#sites.set(keyOf(site.url), site);
  }

  #furnish(shop: Site): void {
    const { world } = this;
    const owner = `${world.shop.slug}@outlook.example`;
    const since = world.shop.openedAtMs;
    shop.roles.set(owner, { Email: owner, Role: 0, atMs: since });
    const agency = 'search@fernhill-agency.example';
    shop.roles.set(agency, { Email: agency, Role: 1, DelegatorEmail: owner, atMs: since + 900 * dayMs });
    const feed = (path: string, type: string, urls: number, days: number): void => {
      const url = new URL(path, shop.url).href;
      shop.feeds.set(url, { Url: url, Type: type, Status: 'Success', UrlCount: urls, days, submittedMs: since });
    };
    feed('/sitemap.xml', 'Sitemap', world.products.length + 40, 1);
    feed('/blogs/journal.atom', 'Atom', 14, 2);
    for (const path of ['/', '/collections/green-tea']) {
      const url = new URL(path, shop.url).href;
      const atMs = world.dayMs - dayMs;
      shop.fetched.set(url, { Url: url, Date: bingDate(atMs), Expired: false, atMs });
    }
    shop.queryParameters.set('utm_source', { Parameter: 'utm_source', IsEnabled: true, Source: 0, atMs: since });
  }
}

/** Bing takes a site with and without its last slash for the same. */
function keyOf(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
