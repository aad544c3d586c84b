import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { runReport } from './run-report.ts';

describe('a report', () => {
  it('gives figures by column, sorted, with what its cells are', async () => {
    const { columns, rows, query } = await connectShop().call(runReport, {
      metrics: ['total_sales', 'orders'],
      groupBy: ['product_title'],
      orderBy: 'total_sales',
      limit: 5,
    });

    expect(query).toBe(
      'FROM sales SHOW total_sales, orders GROUP BY product_title SINCE -30d UNTIL today ORDER BY total_sales DESC LIMIT 5',
    );
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['product_title', 'text'],
      ['total_sales', 'money'],
      ['orders', 'integer'],
    ]);
    const sales = rows.map(({ cells }) => Number(cells[1]));
    expect(sales).toEqual(sales.toSorted((a, b) => b - a));
    for (const { cells } of rows) expect(cells[1]).toMatch(/^\d+\.\d{2}$/);
  });

  it('gives a row a day, and compares with the days before', async () => {
    const { columns, rows } = await connectShop().call(runReport, {
      table: 'sessions',
      metrics: ['sessions'],
      timeseries: 'day',
      since: '2026-11-15',
      until: '2026-11-21',
      compareTo: 'previous_period',
    });

    expect(rows.map(({ cells }) => cells[0])).toEqual(
      [15, 16, 17, 18, 19, 20, 21].map((number) => `2026-11-${number}`),
    );
    expect(columns[0]?.type).toBe('time');
    expect(columns.at(-1)?.name).toBe('comparison_sessions__previous_period');
  });

  it('keeps a value a value', async () => {
    const { rows, query } = await connectShop().call(runReport, {
      metrics: ['orders'],
      groupBy: ['product_type'],
      where: [{ column: 'product_type', operator: 'is', value: 'Green Tea LIMIT 1 -- FROM' }],
    });

    expect(rows).toEqual([]);
    expect(query).toContain("WHERE product_type = 'Green Tea LIMIT 1 -- FROM'");
  });

  it('says when there may be more rows than it gives', async () => {
    const { rows, notices } = await connectShop().call(runReport, {
      metrics: ['orders'],
      groupBy: ['product_title'],
      limit: 3,
    });

    expect(rows).toHaveLength(3);
    expect(notices).toEqual([expect.stringContaining('more than 3 rows')]);
  });

  it('that Shopify does not understand is refused in its words', async () => {
    await expect(connectShop().call(runReport, { metrics: ['happiness'] })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: {
        issues: [{ path: 'query', message: expect.stringContaining("Unknown column 'happiness'") }],
        sent: 'no',
      },
    });
  });

  it('is nothing when Shopify answers with a web page or a cut reply', async () => {
    const faults = new FaultSwitch();
    const shop = connectShop({ faults });
    for (const kind of ['html', 'truncate'] as const) {
      faults.add([{ what: kind === 'html' ? { kind } : { kind, keepBytes: 40 }, isAfter: false, times: 1 } as never]);
      await expect(shop.call(runReport, { metrics: ['orders'] })).rejects.toMatchObject({
        details: { sent: expect.anything() },
      });
    }
  });

  it.each([
    {},
    { metrics: ['orders'], query: 'FROM sales SHOW orders' },
    { metrics: ['orders; DROP'] },
    { metrics: ['total_sales FROM customers'] },
    { metrics: ['orders'], groupBy: ['customer_email'] },
    { metrics: ['orders'], since: '2026-02-30' },
    { metrics: ['orders'], since: 'today LIMIT 1' },
    { metrics: ['orders'], where: [{ column: 'product_type', value: "x' OR 'a' = 'a" }] },
    { metrics: ['orders'], where: [{ column: 'product_type', value: 'x\\' }] },
    { metrics: ['orders'], where: [{ column: 'billing_name', value: 'x' }] },
    { query: 'SELECT * FROM sales' },
    { query: 'FROM customers SHOW customers' },
    { query: 'FROM sales, customers SHOW orders' },
    { query: 'FROM sales SHOW orders GROUP BY customer_name' },
    { query: "FROM sales SHOW orders WHERE product_type = 'x" },
    { query: 'FROM sales SHOW orders; FROM customers SHOW customers' },
    { query: 'FROM sales SHOW orders -- x' },
  ])('refuses %j', (input) => {
    expect(runReport.input.safeParse(input).success).toBe(false);
  });
});
