import { dayMs } from './days.ts';
import { fitsSeason } from './demand.ts';
import { Random } from './random.ts';
import type { Product, World } from './records.ts';
import { articleRows, brandRows, foreignRows } from './search-articles.ts';
import { collectionSlug, sitePages } from './search-pages.ts';
import type { SearchKind } from './search-records.ts';

/** One thing that people search for and one page that is shown for it. */
export interface Phrase {
  readonly path: string;
  /** `undefined`: many rare queries together, none of which is told. */
  readonly query: string | undefined;
  readonly kind: SearchKind;
  /** Impressions on an average day at Google. */
  readonly impressions: number;
  readonly position: number;
  /** How much more or less it is clicked than its position promises. */
  readonly appeal: number;
  /** Fixed for a query in a country's own language. */
  readonly country: string | undefined;
  /** How much it is asked on a day, and how far down it stands then: 1 is the average. */
  trend(atMs: number): { readonly demand: number; readonly rank: number };
}

const known = new WeakMap<World, readonly Phrase[]>();

/** Gives all phrases of a world, in an order that is always the same. Built once for each world. */
export function searchPhrases(world: World): readonly Phrase[] {
  let phrases = known.get(world);
  if (!phrases) {
    phrases = [...brandPhrases(), ...articlePhrases(world), ...collectionPhrases(world), ...productPhrases(world)];
    known.set(world, phrases);
  }
  return phrases;
}

/** By month from January: how much tea is searched for. */
const monthFactors = [1.15, 1.05, 1.0, 0.9, 0.85, 0.8, 0.75, 0.8, 0.95, 1.1, 1.4, 1.6];
const monthOf = (atMs: number) => new Date(atMs).getUTCMonth();
const season = (atMs: number) => ({ demand: monthFactors[monthOf(atMs)]!, rank: 1 });

type Trend = Phrase['trend'];

/** Loses searches and places over the world's last months, as a page does that nobody tends; or gains them. */
function drifting(world: World, base: Trend, days: number, change: number): Trend {
  const fromMs = world.dayMs - days * dayMs;
  return (atMs) => {
    const share = Math.min(1, Math.max(0, (atMs - fromMs) / (days * dayMs)));
    const { demand, rank } = base(atMs);
    return { demand: demand * (1 + change * share), rank: rank * (1 - change * share) };
  };
}

const phrase = (path: string, query: string | undefined, more: Partial<Phrase>): Phrase => ({
  path,
  query,
  kind: 'web',
  impressions: 1,
  position: 10,
  appeal: 1,
  country: undefined,
  trend: season,
  ...more,
});

function brandPhrases(): Phrase[] {
  return [
    ...brandRows.map(([query, impressions, position, path]) =>
      phrase(path, query, { impressions, position, appeal: query.includes('lark') ? 1.9 : 1 }),
    ),
    ...foreignRows.map(([query, impressions, position, path, country]) =>
      phrase(path, query, { impressions, position, country }),
    ),
    phrase('/', undefined, { impressions: 40, position: 12 }),
  ];
}

function articlePhrases(world: World): Phrase[] {
  return articleRows.flatMap(([handle, , searches, position, queries, months]) => {
    const path = `/blogs/journal/${handle}`;
    const random = new Random(world.seed, `phrases/${handle}`);
    const high = months === '' ? [] : months.split(',').map((month) => Number(month) - 1);
    const seasonal: Trend =
      high.length === 0 ? season : (atMs) => ({ demand: high.includes(monthOf(atMs)) ? 1.9 : 0.35, rank: 1 });
    const drift = handle.includes('2024') || random.chance(0.25) ? -0.55 : random.chance(0.2) ? 0.5 : 0;
    const trend = drift === 0 ? seasonal : drifting(world, seasonal, 150, drift);
    // A good place that few click on: the title does not say what is asked.
    const appeal = random.chance(0.3) ? 0.25 : 1;
    const told = queries.split('|').map((query, index) =>
      phrase(path, query, {
        impressions: (searches * 0.5) / (index + 1),
        position: position + index * 1.3,
        appeal,
        trend,
      }),
    );
    return [
      ...told,
      phrase(path, undefined, { impressions: searches * 0.45, position: position + 4, appeal, trend }),
      phrase(path, undefined, { kind: 'discover', impressions: random.integer(1, 6), position: 1, appeal: 0.2, trend }),
    ];
  });
}

function collectionPhrases(world: World): Phrase[] {
  const types = [...new Set(world.products.map(({ type }) => type))];
  return types.flatMap((type) => {
    const path = `/collections/${collectionSlug(type)}`;
    const random = new Random(world.seed, `phrases/${path}`);
    const word = type.toLowerCase().replace(' & ', ' and ');
    const searches = random.integer(10, 34);
    const position = random.integer(50, 190) / 10;
    const first = world.products.find((product) => product.type === type && product.status === 'active');
    const trend = first?.tags.includes('iced') ? seasonOf(first) : season;
    const head = `${word}${/tea|chai|oolong|rooibos|matcha|pu-erh/.test(word) ? ' loose leaf' : ''}`;
    const own = [
      phrase(path, head, { impressions: searches, position, trend }),
      phrase(path, `${word} ireland`, { impressions: searches / 3, position: Math.max(2.4, position / 2), trend }),
      phrase(path, `buy ${word} online`, { impressions: searches / 4, position: position + 3, trend }),
      phrase(path, undefined, { impressions: searches / 2, position: position + 5, trend }),
    ];
    // The same words find a product as well: two pages of one shop in each other's way.
    const rival = world.products.find((product) => product.type === type && isListed(product, 'bestseller'));
    if (!rival || !random.chance(0.6)) return own;
    const rivalPath = `/products/${rival.handle}`;
    return [...own, phrase(rivalPath, head, { impressions: searches * 0.6, position: position + 2.5, trend })];
  });
}

function isListed(product: Product, tag: string): boolean {
  return product.status === 'active' && product.tags.includes(tag);
}

const seasonOf = (product: Product): Trend => {
  const isSeasonal = product.tags.includes('winter') || product.tags.includes('iced');
  if (!isSeasonal) return season;
  return (atMs) => ({ demand: fitsSeason(product, atMs) ? 1.8 : 0.12, rank: 1 });
};

function productPhrases(world: World): Phrase[] {
  const lastVisits = lastVisitByPath(world);
  const unindexed = new Set(
    sitePages(world)
      .filter(({ httpStatus, google }) => httpStatus === 200 && google.state !== 'indexed')
      .map(({ path }) => path),
  );
  return world.products.flatMap((product) => {
    const path = `/products/${product.handle}`;
    if (product.status === 'draft' || unindexed.has(path)) return [];
    const random = new Random(world.seed, `phrases/${path}`);
    const wanted = product.tags.includes('bestseller') ? 3 : product.tags.includes('everyday') ? 1.6 : 1;
    const searches = wanted * (0.4 + 1.1 * random.next());
    const position = random.integer(12, 160) / 10;
    const drift = random.chance(0.12) ? -0.6 : random.chance(0.1) ? 0.6 : 0;
    const until = product.status === 'archived' ? (lastVisits.get(path) ?? world.firstDayMs) + dayMs : undefined;
    const lived: Trend = (atMs) =>
      atMs < product.createdAtMs || (until !== undefined && atMs > until)
        ? { demand: 0, rank: 1 }
        : seasonOf(product)(atMs);
    const trend = drift === 0 ? lived : drifting(world, lived, 120, drift);
    // Nobody wrote what the engine should show, so it shows something.
    const appeal = (product.seoTitle === undefined ? 0.55 : 1) * (product.seoDescription === undefined ? 0.85 : 1);
    const name = product.title.toLowerCase();
    const isTea = product.tags.includes('tea');
    const asked = [
      [name, 1, 0],
      [isTea && !name.includes('tea') ? `${name} tea` : `buy ${name}`, 0.4, 1.5],
      [isTea ? `${name} loose leaf` : `${name} ireland`, 0.2, 2.5],
    ] as const;
    return [
      ...asked.map(([query, share, below]) =>
        phrase(path, query, { impressions: searches * share, position: position + below, appeal, trend }),
      ),
      phrase(path, undefined, { impressions: searches * 0.9, position: position + 6, appeal, trend }),
      phrase(path, name, { kind: 'image', impressions: searches * 0.25, position: position * 2, appeal: 0.3, trend }),
    ];
  });
}

function lastVisitByPath(world: World): Map<string, number> {
  const last = new Map<string, number>();
  for (const { visits } of world.orders) {
    for (const { landingPath, atMs } of visits) {
      const path = landingPath.replace(/\?.*$/, '');
      last.set(path, Math.max(last.get(path) ?? 0, atMs));
    }
  }
  return last;
}
