import { z } from 'zod';
import type { Row } from '../analysis/collect-rows.ts';
import type { Dimension } from '../input/question.ts';
import { METRICS, type Metrics, toMetrics } from './metrics.ts';

/** A row of search analytics in our words: the dimensions that were asked for, and the figures. */
export const PerformanceRow = z.object({
  date: z.string().optional().describe('Pacific day.'),
  hour: z.string().optional().describe('Beginning of the hour, with its offset.'),
  query: z.string().optional().describe('What was searched for.'),
  page: z.string().optional().describe('Address of the page.'),
  country: z.string().optional().describe('Three letters.'),
  device: z.string().optional().describe('desktop, mobile or tablet.'),
  searchAppearance: z.string().optional().describe('Kind of result, in lower case.'),
  ...METRICS,
});

export type PerformanceRow = z.output<typeof PerformanceRow>;

const FIELDS = {
  date: 'date',
  hour: 'hour',
  query: 'query',
  page: 'page',
  country: 'country',
  device: 'device',
  search_appearance: 'searchAppearance',
} as const satisfies Record<Dimension, keyof PerformanceRow>;

/** Dimensions whose values Google writes in capital letters at one time and not at another. */
const FOLDED: ReadonlySet<Dimension> = new Set(['country', 'device', 'search_appearance']);

/** Gives what turns rows of these dimensions into ours. */
export function rowMapper(dimensions: readonly Dimension[]): (row: Row) => PerformanceRow {
  const columns = dimensions.map((dimension) => [FIELDS[dimension], FOLDED.has(dimension)] as const);
  return (row) => {
    const named: Record<string, string> = {};
    for (let index = 0; index < columns.length; index++) {
      const [field, isFolded] = columns[index] as (typeof columns)[number];
      const key = row.keys[index] ?? '';
      named[field] = isFolded ? key.toLowerCase() : key;
    }
    return Object.assign(named, toMetrics(row)) as Metrics & Record<string, string>;
  };
}
