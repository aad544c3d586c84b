import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';

const ORDERS_MAX = 5;

/** Input field for the order of rows. */
export function orderField() {
  return z
    .array(z.string().max(150))
    .refine((order) => order.length <= ORDERS_MAX, `At most ${ORDERS_MAX} names.`)
    .optional()
    .describe('date, -sessions (largest first).');
}

/** `OrderBy` of the API. */
export type OrderBy = { readonly desc: boolean } & (
  | { readonly metric: { readonly metricName: string } }
  | { readonly dimension: { readonly dimensionName: string; readonly orderType: 'ALPHANUMERIC' | 'NUMERIC' } }
);

/** Dimensions of time whose texts sort as they are. */
const TIME = /^(date|dateHour|dateHourMinute|year|yearMonth|yearWeek|isoYear|isoYearIsoWeek|firstSessionDate)$/;
/** Dimensions of time that are small numbers. */
const NUMERIC = /^(month|week|isoWeek|day|hour|minute|nth[A-Z][a-z]+|dayOfWeek|minutesAgo|cohortNth[A-Z][a-z]+)$/;

/** Gives the order of rows as the API takes it. Throws `invalid_input` for a name that the report does not have. */
export function toOrderBys(
  order: readonly string[],
  dimensions: readonly string[],
  metrics: readonly string[],
): OrderBy[] {
  const wanted = order.map((text) => ({ name: text.replace(/^-/, ''), desc: text.startsWith('-') }));
  const issues = wanted.flatMap(({ name }, index) =>
    dimensions.includes(name) || metrics.includes(name)
      ? []
      : [{ path: `orderBy[${index}]`, message: 'Is neither a dimension nor a metric of this report; add it there.' }],
  );
  if (issues.length > 0) throw new PlatformError('invalid_input', 'The order does not fit.', { issues, sent: 'no' });
  if (wanted.length > 0) return wanted.map(({ name, desc }) => toOrderBy(name, desc, metrics));
  const time = dimensions.filter((name) => TIME.test(name) || NUMERIC.test(name));
  if (time.length > 0) return time.map((name) => toOrderBy(name, false, metrics));
  const [first] = metrics;
  return first === undefined ? [] : [toOrderBy(first, true, metrics)];
}

function toOrderBy(name: string, desc: boolean, metrics: readonly string[]): OrderBy {
  if (metrics.includes(name)) return { desc, metric: { metricName: name } };
  return { desc, dimension: { dimensionName: name, orderType: NUMERIC.test(name) ? 'NUMERIC' : 'ALPHANUMERIC' } };
}
