import { dayMs, hourMs } from './days.ts';
import { Random } from './random.ts';
import type { Visit, World } from './records.ts';
import { type Phrase, searchPhrases } from './search-phrases.ts';
import type { SearchDevice, SearchEngine, SearchRow } from './search-records.ts';

interface Memory {
  readonly days: Map<string, readonly SearchRow[]>;
  readonly visits: ReadonlyMap<string, readonly (readonly [visit: Visit, country: string])[]>;
}

const known = new WeakMap<World, Memory>();

/** How much of a phrase's impressions an engine really has. */
const engineShare = { google: 0.75, bing: 0.1 } as const;

/**
 * Gives what one engine showed of the shop on one day: some 350 rows for Google, 100 for Bing. The same for the same seed and
 * day. Every visit from a search that led to an order is among the clicks. A day is computed when it is first asked for.
 */
export function searchRowsOn(world: World, engine: SearchEngine, dayStartMs: number): readonly SearchRow[] {
  let memory = known.get(world);
  if (!memory) {
    memory = { days: new Map(), visits: visitsByDay(world) };
    known.set(world, memory);
  }
  const key = `${engine}/${dayStartMs / dayMs}`;
  let rows = memory.days.get(key);
  if (!rows) {
    rows = [
      ...drawRows(world, engine, dayStartMs),
      ...visitRows(world, engine, dayStartMs, memory.visits.get(key) ?? []),
    ];
    memory.days.set(key, rows);
  }
  return rows;
}

/** Gives midnight UTC of the day on which Google counts an instant: days are days of the US Pacific coast. */
export function pacificDay(atMs: number): number {
  return Math.floor((atMs - pacificOffsetMs(atMs)) / dayMs) * dayMs;
}

/** Pacific clocks are seven hours behind UTC from the second Sunday of March to the first of November, eight otherwise; both change at 10:00 and 9:00 UTC. */
function pacificOffsetMs(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear();
  const sunday = (month: number, nth: number) => {
    const first = Date.UTC(year, month, 1);
    return first + (((7 - new Date(first).getUTCDay()) % 7) + 7 * (nth - 1)) * dayMs;
  };
  const isSummer = atMs >= sunday(2, 2) + 10 * hourMs && atMs < sunday(10, 1) + 9 * hourMs;
  return (isSummer ? 7 : 8) * hourMs;
}

// biome-ignore format: a table is read in columns
const countries: readonly (readonly [number, string])[] = [
  [42, 'IRL'], [24, 'GBR'], [10, 'USA'], [9, 'DEU'], [5, 'NLD'], [4, 'FRA'], [2, 'ESP'], [2, 'AUS'], [1, 'IND'], [1, 'CAN'],
];
const devices: readonly (readonly [number, SearchDevice])[] = [
  [58, 'mobile'],
  [38, 'desktop'],
  [4, 'tablet'],
];
/** By day of the week from Sunday. */
const weekdayFactors = [1.15, 1.05, 1.0, 0.97, 0.95, 0.9, 1.0];

function drawRows(world: World, engine: SearchEngine, dayStartMs: number): SearchRow[] {
  const random = new Random(world.seed, `search/${engine}/${dayStartMs / dayMs}`);
  const share = engineShare[engine] * weekdayFactors[new Date(dayStartMs).getUTCDay()]!;
  return searchPhrases(world)
    .filter(({ kind }) => engine === 'google' || kind === 'web')
    .flatMap((phrase) => {
      const { demand, rank } = phrase.trend(dayStartMs);
      const impressions = random.count(phrase.impressions * demand * share);
      return impressions === 0 ? [] : splitImpressions(engine, dayStartMs, phrase, impressions, rank, random);
    });
}

/** Many impressions come from several countries and devices; few from one. */
function splitImpressions(
  engine: SearchEngine,
  dayStartMs: number,
  phrase: Phrase,
  impressions: number,
  rank: number,
  random: Random,
): SearchRow[] {
  const cells = Math.min(3, 1 + Math.floor(impressions / 20));
  const rows: SearchRow[] = [];
  let left = impressions;
  for (let cell = cells; cell > 0 && left > 0; cell--) {
    const shown = cell === 1 ? left : random.integer(1, Math.max(1, Math.floor((left * 2) / cell)));
    left -= shown;
    const noise = 0.85 + 0.3 * random.next();
    const bingRank = engine === 'bing' ? 0.8 : 1;
    const position = Math.max(1, Math.round(phrase.position * rank * noise * bingRank * 100) / 100);
    const chance = Math.min(0.8, clickChance(position) * phrase.appeal);
    let clicks = 0;
    for (let impression = 0; impression < shown; impression++) if (random.chance(chance)) clicks++;
    rows.push({
      engine,
      dayMs: dayStartMs,
      path: phrase.path,
      query: phrase.query,
      country: phrase.country ?? random.weighted(countries),
      device: random.weighted(devices),
      kind: phrase.kind,
      clicks,
      impressions: shown,
      position,
    });
  }
  return rows;
}

// biome-ignore format: a table is read in columns
const curve = [0.28, 0.15, 0.1, 0.07, 0.052, 0.041, 0.033, 0.027, 0.022, 0.019];

/** How likely somebody clicks on what stands at a position. */
function clickChance(position: number): number {
  return curve[Math.round(position) - 1] ?? (position < 20 ? 0.009 : 0.003);
}

type CountryVisit = readonly [visit: Visit, country: string];

function visitsByDay(world: World): Map<string, CountryVisit[]> {
  const byDay = new Map<string, CountryVisit[]>();
  for (const { visits, shippingAddress } of world.orders) {
    for (const visit of visits) {
      if (visit.medium !== 'organic') continue;
      const day = visit.source === 'google' ? pacificDay(visit.atMs) : Math.floor(visit.atMs / dayMs) * dayMs;
      const key = `${visit.source}/${day / dayMs}`;
      const there = byDay.get(key) ?? [];
      there.push([visit, alpha3[shippingAddress.countryCode] ?? 'IRL']);
      byDay.set(key, there);
    }
  }
  return byDay;
}

const alpha3: Readonly<Record<string, string>> = {
  IE: 'IRL',
  GB: 'GBR',
  DE: 'DEU',
  NL: 'NLD',
  FR: 'FRA',
  ES: 'ESP',
};

/** The searches behind visits that led to an order: for one of the page's own queries, or a rare one. */
function visitRows(
  world: World,
  engine: SearchEngine,
  dayStartMs: number,
  visits: readonly CountryVisit[],
): SearchRow[] {
  return visits.map(([{ landingPath, atMs }, country]) => {
    const random = new Random(world.seed, `search-visit/${engine}/${atMs}`);
    const path = landingPath.replace(/\?.*$/, '');
    const asked = searchPhrases(world).filter(
      (phrase) => phrase.path === path && phrase.kind === 'web' && phrase.country === undefined,
    );
    const found = asked.length === 0 ? undefined : random.pick(asked);
    return {
      engine,
      dayMs: dayStartMs,
      path,
      query: found?.query,
      country,
      device: random.weighted(devices),
      kind: 'web',
      clicks: 1,
      impressions: 1,
      position: Math.max(1, Math.round((found?.position ?? 6) * 70) / 100),
    };
  });
}
