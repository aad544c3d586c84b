import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';

/** Input field for the order of rows. */
export function orderField() {
  return z
    .array(
      z
        .object({
          field: z.string().max(150).describe('A name of this report.'),
          descending: z.boolean().default(true).describe('Largest first.'),
        })
        .strict(),
    )
    .max(5)
    .default([])
    .describe('Without it: by time if there is one, else by the first metric, largest first.');
}

/** `OrderBy` of the API. */
export type OrderBy = { readonly desc: boolean } & (
  | { readonly metric: { readonly metricName: string } }
  | { readonly dimension: { readonly dimensionName: string; readonly orderType: 'ALPHANUMERIC' | 'NUMERIC' } }
);

const TIME =
  /^(date|dateHour|dateHourMinute|year|yearMonth|yearWeek|isoYearIsoWeek|month|week|day|hour|minute|nth[A-Z][a-z]+|dayOfWeek|minutesAgo|cohortNth[A-Z][a-z]+)$/;
const NUMERIC = /^(month|week|day|hour|minute|nth[A-Z][a-z]+|dayOfWeek|minutesAgo|cohortNth[A-Z][a-z]+)$/;

/** Gives the order of rows as the API takes it. Throws `invalid_input` for a field that the report does not have. */
export function toOrderBys(
  order: readonly { readonly field: string; readonly descending: boolean }[],
  dimensions: readonly string[],
  metrics: readonly string[],
): OrderBy[] {
  const issues = order.flatMap(({ field }, index) =>
    dimensions.includes(field) || metrics.includes(field)
      ? []
      : [
          {
            path: `orderBy[${index}].field`,
            message: 'Is neither a dimension nor a metric of this report; add it there.',
          },
        ],
  );
  if (issues.length > 0) throw new PlatformError('invalid_input', 'The order does not fit.', { issues, sent: 'no' });
  if (order.length > 0) return order.map(({ field, descending }) => toOrderBy(field, descending, metrics));
  const time = dimensions.filter((name) => TIME.test(name));
  if (time.length > 0) return time.map((name) => toOrderBy(name, false, metrics));
  const [first] = metrics;
  return first === undefined ? [] : [toOrderBy(first, true, metrics)];
}

function toOrderBy(field: string, desc: boolean, metrics: readonly string[]): OrderBy {
  if (metrics.includes(field)) return { desc, metric: { metricName: field } };
  return { desc, dimension: { dimensionName: field, orderType: NUMERIC.test(field) ? 'NUMERIC' : 'ALPHANUMERIC' } };
}
