import type { World } from '../../../emulation/world/records.ts';
import { pacificDay, searchRowsOn } from '../../../emulation/world/search-demand.ts';
import type { SearchRow } from '../../../emulation/world/search-records.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { invalid, plainEnum } from '../../google/emulator/request-shape.ts';
import { type EnumSpelling, spell } from './answer-words.ts';
import { type Filter, filterOf } from './performance-filters.ts';
import { siteHolds } from './site-book.ts';

/** A question to search analytics, enums without underscores: `SEARCHAPPEARANCE`. */
export interface Question {
  readonly fromMs: number;
  readonly toMs: number;
  readonly dimensions: readonly string[];
  readonly type: string;
  readonly filters: readonly Filter[];
  readonly aggregationType: string;
  readonly dataState: string;
  readonly rowLimit: number;
  readonly startRow: number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Days before today, Pacific time, whose figures are final at the soonest. */
const finalAfterDays = 3;
const hourlyDays = 10;

/** One impression group as search analytics sees it. */
export interface Seen {
  readonly row: SearchRow;
  readonly page: string;
  readonly hour: number;
  readonly appearances: readonly string[];
}

/** Search analytics over the fictional shop. */
export class Performance {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #exposedRows: number;
  readonly #days = new Map<number, readonly Seen[]>();

  constructor(world: World, clock: Clock, exposedRows: number) {
    this.#world = world;
    this.#clock = clock;
    this.#exposedRows = exposedRows;
  }

  /** Reads a body whose fields are right; gives the question, or the reply that refuses it. */
  parse(body: Record<string, unknown>): Question | { readonly refusal: WireReply } {
    const fromMs = parseDay(body.startDate);
    const toMs = parseDay(body.endDate);
    const refuse = (message: string) => ({ refusal: invalid(message) });
    if (fromMs === undefined || toMs === undefined) {
      const [name, value] = fromMs === undefined ? ['startDate', body.startDate] : ['endDate', body.endDate];
      return refuse(value === undefined ? `'${name}' field is required.` : `'${value}' is not a valid date.`);
    }
    if (toMs < fromMs) return refuse("'endDate' must not be earlier than 'startDate'.");
    const word = (value: unknown, fallback: string) => plainEnum(typeof value === 'string' ? value : fallback);
    const list = (value: unknown) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
    const filters: Filter[] = [];
    for (const group of list(body.dimensionFilterGroups)) {
      for (const entry of list((group as { filters?: unknown }).filters)) {
        const filter = filterOf(entry as Record<string, string | undefined>);
        if (filter === undefined) return refuse('Invalid regular expression in the dimension filter.');
        filters.push(filter);
      }
    }
    const question: Question = {
      fromMs,
      toMs,
      filters,
      dimensions: list(body.dimensions).map((value) => word(value, '')),
      type: word(body.type ?? body.searchType, 'WEB'),
      aggregationType: word(body.aggregationType, 'AUTO'),
      dataState: word(body.dataState, 'FINAL'),
      rowLimit: Number(body.rowLimit ?? 1000),
      startRow: Number(body.startRow ?? 0),
    };
    const fault = faultOf(question);
    return fault === undefined ? question : refuse(fault);
  }

  /** Days asked for; those by query and page weigh more. */
  loadOf({ fromMs, toMs, dimensions }: Question): number {
    const days = (toMs - fromMs) / dayMs + 1;
    return days * (dimensions.includes('QUERY') && dimensions.includes('PAGE') ? 10 : 1);
  }

  answer(site: string, question: Question, spelling: EnumSpelling): unknown {
    const rows = this.#rows(site, question).slice(0, this.#exposedRows);
    const page = rows.slice(question.startRow, question.startRow + question.rowLimit);
    const countsPages = question.aggregationType === 'BYPAGE' || usesPage(question);
    const metadata = this.#metadata(question);
    return {
      ...(page.length > 0 && { rows: page }),
      responseAggregationType: spell(countsPages ? 'BY_PAGE' : 'BY_PROPERTY', spelling),
      ...(metadata && { metadata }),
    };
  }

  #rows(site: string, question: Question) {
    const groups = new Map<string, { keys: string[]; clicks: number; impressions: number; positions: number }>();
    const hidesRare = question.dimensions.includes('QUERY') || question.filters.some(({ hidesRare }) => hidesRare);
    for (let day = question.fromMs; day <= question.toMs; day += dayMs) {
      for (const seen of this.#seenOn(day, question)) {
        const { row } = seen;
        if (row.kind.toUpperCase() !== question.type || !siteHolds(site, seen.page)) continue;
        if (hidesRare && row.query === undefined) continue;
        if (!question.filters.every(({ matches }) => matches(seen))) continue;
        for (const keys of keysOf(seen, question.dimensions)) {
          const name = keys.join('\u0000');
          let group = groups.get(name);
          if (group === undefined) {
            group = { keys, clicks: 0, impressions: 0, positions: 0 };
            groups.set(name, group);
          }
          group.clicks += row.clicks;
          group.impressions += row.impressions;
          group.positions += row.position * row.impressions;
        }
      }
    }
    const byDay = ['DATE', 'HOUR'].map((name) => question.dimensions.indexOf(name)).filter((index) => index >= 0);
    return [...groups.values()]
      .sort(
        (a, b) =>
          byDay.reduce(
            (order, index) => order || (a.keys[index]! < b.keys[index]! ? -1 : Number(a.keys[index]! > b.keys[index]!)),
            0,
          ) ||
          b.clicks - a.clicks ||
          b.impressions - a.impressions ||
          (a.keys.join() < b.keys.join() ? -1 : 1),
      )
      .map(({ keys, clicks, impressions, positions }) => ({
        ...(keys.length > 0 && { keys }),
        clicks,
        impressions,
        ctr: impressions === 0 ? 0 : clicks / impressions,
        // A feed has no positions.
        position: question.type === 'DISCOVER' ? 0 : positions / impressions,
      }));
  }

  /** What a question of this state may see of a day: final days, or all that is there so far. */
  #seenOn(day: number, { dataState }: Question): readonly Seen[] {
    const today = pacificDay(this.#clock.now());
    const isHourly = dataState === 'HOURLYALL';
    const last = dataState === 'ALL' || isHourly ? today : today - finalAfterDays * dayMs;
    if (day > last || day < this.#world.firstDayMs || (isHourly && day < today - hourlyDays * dayMs)) return [];
    let seen = this.#days.get(day);
    if (seen === undefined) {
      seen = searchRowsOn(this.#world, 'google', day).map((row, index) => toSeen(this.#world, row, index));
      this.#days.set(day, seen);
    }
    if (day < today) return seen;
    const hourNow = Math.floor((this.#clock.now() - pacificOffsetMs(this.#clock.now()) - today) / hourMs);
    return seen.filter(({ hour }) => hour < hourNow);
  }

  #metadata({ dataState, dimensions, toMs }: Question) {
    const now = this.#clock.now();
    const incomplete = pacificDay(now) - (finalAfterDays - 1) * dayMs;
    if (toMs < incomplete) return undefined;
    if (dataState === 'HOURLYALL' && dimensions.includes('HOUR')) {
      return { firstIncompleteHour: hourKey(incomplete, 0) };
    }
    return dataState === 'ALL' && dimensions.includes('DATE') ? { firstIncompleteDate: iso(incomplete) } : undefined;
  }
}

function usesPage({ dimensions, filters }: Question): boolean {
  return dimensions.includes('PAGE') || filters.some(({ dimension }) => dimension === 'PAGE');
}

/** What Google refuses although every field is right. */
function faultOf(question: Question): string | undefined {
  const { dimensions, type, aggregationType, dataState, rowLimit, startRow, filters } = question;
  const uses = (name: string) => dimensions.includes(name) || filters.some(({ dimension }) => dimension === name);
  if (rowLimit < 1 || rowLimit > 25_000) return "Invalid value for 'rowLimit': must be between 1 and 25000.";
  if (startRow < 0) return "Invalid value for 'startRow': must not be negative.";
  if (new Set(dimensions).size < dimensions.length) return 'Duplicate dimension.';
  if (aggregationType === 'BYPROPERTY' && usesPage(question)) {
    return "'BY_PROPERTY' is not a valid aggregation type in the context of the request.";
  }
  if (dimensions.includes('HOUR') && dataState !== 'HOURLYALL') return "Grouping by 'HOUR' requires 'HOURLY_ALL'.";
  if ((type === 'DISCOVER' || type === 'GOOGLENEWS') && uses('QUERY')) {
    return `Requests for ${type} cannot be grouped or filtered by 'QUERY'.`;
  }
  if (aggregationType === 'BYNEWSSHOWCASEPANEL' && type !== 'DISCOVER' && type !== 'GOOGLENEWS') {
    return "'BY_NEWS_SHOWCASE_PANEL' is not a valid aggregation type in the context of the request.";
  }
  if (dimensions.includes('SEARCHAPPEARANCE') && dimensions.length > 1) {
    return "'SEARCH_APPEARANCE' cannot be combined with other dimensions.";
  }
  return undefined;
}

function toSeen({ shop }: World, row: SearchRow, index: number): Seen {
  const isProduct = row.path.startsWith('/products/') && row.kind === 'web';
  const isArticle = row.path.startsWith('/blogs/journal/') && row.country !== 'IRL' && row.country !== 'GBR';
  return {
    row,
    page: `https://${shop.host}${row.path}`,
    // Most is searched for in the evening.
    hour: (17 + ((index * 7) % 24)) % 24,
    appearances: [
      ...(isProduct ? ['PRODUCT_SNIPPETS', 'MERCHANT_LISTINGS'] : []),
      ...(isArticle ? ['TRANSLATED_RESULT'] : []),
    ],
  };
}

/** A row counts for each of its kinds of result; otherwise once. */
function keysOf(seen: Seen, dimensions: readonly string[]): string[][] {
  if (dimensions.includes('SEARCHAPPEARANCE')) return seen.appearances.map((appearance) => [appearance]);
  return [dimensions.map((dimension) => keyOf(seen, dimension))];
}

function keyOf({ row, page, hour }: Seen, dimension: string): string {
  switch (dimension) {
    case 'DATE':
      return iso(row.dayMs);
    case 'HOUR':
      return hourKey(row.dayMs, hour);
    case 'QUERY':
      return row.query ?? '';
    case 'PAGE':
      return page;
    case 'COUNTRY':
      return row.country.toLowerCase();
    default:
      return row.device.toUpperCase();
  }
}

function iso(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

function hourKey(day: number, hour: number): string {
  const offset = pacificOffsetMs(day + 20 * hourMs) / hourMs;
  return `${iso(day)}T${String(hour).padStart(2, '0')}:00:00-0${offset}:00`;
}

/** How far Pacific clocks are behind UTC: their day begins at seven o'clock UTC in summer, at eight otherwise. */
function pacificOffsetMs(atMs: number): number {
  const day = Math.floor(atMs / dayMs) * dayMs;
  return (pacificDay(day + 7.5 * hourMs) === day ? 7 : 8) * hourMs;
}

function parseDay(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && iso(ms) === value ? ms : undefined;
}
