import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { defineQuery } from '../protocol/document.ts';
import { quotedIssues } from '../protocol/quoted.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { cellTypeOf, toCell } from '../reports/cells.ts';
import { checkReport, TABLES } from '../reports/check-report.ts';
import { COLUMN, OPERATORS, type Operator, UNQUOTABLE, writeReport } from '../reports/write-report.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

export const runReportQuery = defineQuery(
  `query RunReport($query: String!) {
    shopifyqlQuery(query: $query) {
      tableData { columns { name dataType displayName } rows }
      parseErrors
    }
  }`,
  z.object({
    shopifyqlQuery: z
      .object({
        tableData: z
          .object({
            columns: z.array(z.object({ name: z.string(), dataType: z.string(), displayName: z.string() })),
            rows: z.array(z.record(z.string(), z.unknown())),
          })
          .nullish(),
        parseErrors: z.array(z.string()),
      })
      .nullable(),
  }),
);

const column = () => z.string().refine((name) => COLUMN.test(name), 'Write a column’s name: total_sales.');
const day = (description: string) =>
  z
    .string()
    .refine(isDay, 'Write today, yesterday, -30d, -4w, -3m, -1y, or a day like 2026-01-31.')
    .describe(description);

const RunReportInput = z.object({
  table: z.enum(TABLES).default('sales').describe('Source.'),
  metrics: z.array(column()).min(1).max(10).optional().describe('Like total_sales, orders.'),
  groupBy: z.array(column()).min(1).max(5).optional().describe('Like product_title.'),
  timeseries: z.enum(['hour', 'day', 'week', 'month', 'quarter', 'year']).optional().describe('A row each.'),
  where: z
    .array(
      z
        .object({
          column: column().describe('Column.'),
          operator: z
            .enum(Object.keys(OPERATORS) as [Operator, ...Operator[]])
            .default('is')
            .describe('Comparison.'),
          value: z
            .string()
            .min(1)
            .max(200)
            .refine((value) => !UNQUOTABLE.test(value), 'Leave quotation marks and backslashes out.')
            .describe('Text.'),
        })
        .strict(),
    )
    .max(5)
    .optional()
    .describe('All must hold.'),
  since: day('First day.').default('-30d'),
  until: day('Last day.').default('today'),
  compareTo: z.enum(['previous_period', 'previous_year']).optional().describe('Adds columns of that time.'),
  orderBy: column().describe('Column to sort by.').optional(),
  descending: z.boolean().default(true).describe('Most first.'),
  limit: z.number().int().min(1).max(1000).default(100).describe('Rows at most.'),
  query: z.string().min(1).max(2000).optional().describe('Instead: ShopifyQL.'),
});

/** `shopify_run_report`: figures of sales, sessions and stock, as the shop's own analytics count them. */
export const runReport = defineTool({
  name: 'shopify_run_report',
  title: 'Run an analytics report',
  description:
    'Gives figures of the Shopify shop’s own analytics (ShopifyQL) by columns or periods: sales, sessions, stock. Never of single people; orders: shopify_search_orders.',
  effect: 'read',
  permission: 'shopify.reports.read',
  scopes: ['read_reports'],
  input: RunReportInput.refine(({ metrics, query }) => (metrics === undefined) !== (query === undefined), {
    error: 'Give metrics, or a whole query.',
    path: ['metrics'],
  }).superRefine((input, context) => {
    const wrong = checkReport(queryOf(input));
    if (wrong)
      context.addIssue({ code: 'custom', path: [input.query === undefined ? 'metrics' : 'query'], message: wrong });
  }),
  output: z.object({
    columns: z
      .array(
        z.object({
          name: z.string().describe('Name for queries.'),
          title: z.string().describe('Name for people.'),
          type: z.string().describe('text, money, integer, decimal, percent (0.1 is 10 %), time or yes_no.'),
        }),
      )
      .describe('What the cells of a row are, in their order.'),
    rows: z
      .array(z.object({ cells: z.array(z.string()).describe('As text; empty without a value.') }))
      .describe('The rows, sorted as asked.'),
    query: z.string().describe('The query that was sent.'),
    notices: Notices,
  }),
  list: 'rows',
  // Shopify tells the cost of a report by its columns, as of a list.
  cost: () => 3,
  examples: [
    {
      title: 'What sold best in 30 days',
      input: { metrics: ['total_sales', 'orders'], groupBy: ['product_title'], orderBy: 'total_sales', limit: 20 },
    },
    {
      title: 'Visits by day',
      input: { table: 'sessions', metrics: ['sessions'], timeseries: 'day', since: '-7d', until: 'yesterday' },
    },
    {
      title: 'A query of one’s own',
      input: { query: 'FROM sales SHOW net_sales, orders TIMESERIES month SINCE -90d UNTIL today' },
    },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const query = queryOf(input);
    const { data, notices } = await upstream.query(runReportQuery, { query });
    const answer = data.shopifyqlQuery;
    if (answer && answer.parseErrors.length > 0) throw notUnderstood(answer.parseErrors);
    if (!answer?.tableData) throw strange();
    const columns = answer.tableData.columns.map(({ name, dataType, displayName }) => ({
      name,
      title: displayName,
      type: cellTypeOf(dataType),
    }));
    const rows = answer.tableData.rows.map((row) => ({
      cells: columns.map(({ name, type }) => {
        const cell = toCell(type, row[name]);
        if (cell === undefined) throw strange();
        return cell;
      }),
    }));
    const isCut = input.query === undefined && rows.length === input.limit;
    const cut = isCut ? `There may be more than ${input.limit} rows; give a larger limit or fewer days.` : undefined;
    return { columns, rows, query, notices: noticesOf(...notices, cut) };
  },
});

function queryOf({ query, metrics, ...parts }: z.output<typeof RunReportInput>): string {
  return query ?? writeReport({ metrics: metrics ?? [], ...parts });
}

function isDay(text: string): boolean {
  if (/^(today|yesterday|-\d{1,4}[dwmy])$/.test(text)) return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function notUnderstood(errors: readonly string[]): PlatformError {
  const issues = quotedIssues(errors.map((message) => ({ path: 'query', message })));
  const message = `Shopify does not understand the report: ${issues[0]?.message}`;
  return new PlatformError('upstream_rejected', message, { issues, sent: 'no' });
}

function strange(): PlatformError {
  const message = 'Shopify answered the report in a form that this version of the connector does not know.';
  return new PlatformError('upstream_failed', message, { sent: 'no' });
}
