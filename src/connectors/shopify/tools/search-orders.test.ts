import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { searchOrders } from './search-orders.ts';

const ALL = ['read_orders', 'read_customers'];

describe('searching orders', () => {
  it('lists the newest first and goes on by cursor', async () => {
    const shop = connectShop();
    const first = await shop.call(searchOrders, { limit: 5 });
    const second = await shop.call(searchOrders, { limit: 5, cursor: first.nextCursor });
    const created = [...first.orders, ...second.orders].map(({ createdAt }) => createdAt);

    expect(created).toHaveLength(10);
    expect(created).toEqual(created.toSorted().reverse());
    expect(first.timeZone).toBe('Europe/Dublin');
    expect(first.notices).toBeUndefined();
  });

  it('takes days as days of the shop, the last one included', async () => {
    const shop = connectShop();
    const { orders } = await shop.call(searchOrders, { createdFrom: '2026-08-01', createdTo: '2026-08-07', limit: 90 });
    const instants = { createdFrom: '2026-07-31T23:00:00Z', createdTo: '2026-08-07T22:59:59.999Z', limit: 90 };
    const { orders: same } = await shop.call(searchOrders, instants);

    expect(orders.length).toBeGreaterThan(0);
    expect(same).toEqual(orders);
    expect(shop.sent.map(({ name }) => name)).toEqual(['ShopTimeZone', 'SearchOrders', 'SearchOrders']);
    expect(shop.sent[1]?.variables.query).toBe(
      'created_at:>="2026-07-31T23:00:00.000Z" created_at:<"2026-08-07T23:00:00.000Z"',
    );
  });

  it('obeys filters on payment, shipping, customer, article and code', async () => {
    const shop = connectShop();
    const refunded = await shop.call(searchOrders, { financialStatus: 'refunded' });
    const partial = await shop.call(searchOrders, { fulfillmentStatus: 'partially_fulfilled' });
    const email = refunded.orders[0]!.email;
    const ofCustomer = await shop.call(searchOrders, { email });

    expect(refunded.orders.length).toBeGreaterThan(0);
    expect(refunded.orders.every(({ financialStatus }) => financialStatus === 'refunded')).toBe(true);
    expect(partial.orders.every(({ fulfillmentStatus }) => fulfillmentStatus === 'partially_fulfilled')).toBe(true);
    expect(ofCustomer.orders.length).toBeGreaterThan(0);
    expect(ofCustomer.orders.every((order) => order.email === email)).toBe(true);
  });

  it('without read_all_orders says that older orders are hidden, once it has shown what it may', async () => {
    const shop = connectShop({ scopes: ALL });
    const old = await shop.call(searchOrders, { createdFrom: '2026-01-01', createdTo: '2026-02-01' });
    const recent = await shop.call(searchOrders, { createdFrom: '2026-11-20' });
    const begun = await shop.call(searchOrders, { limit: 1 });

    expect(old.orders).toEqual([]);
    expect(old.notices).toEqual([expect.stringContaining('read_all_orders')]);
    expect(recent.notices).toBeUndefined();
    expect(begun.notices).toBeUndefined();
  });

  it('without read_customers answers without the customers, and says so once', async () => {
    const shop = connectShop({ scopes: ['read_orders', 'read_all_orders'] });
    const { orders, notices } = await shop.call(searchOrders, { limit: 3 });

    expect(orders).toHaveLength(3);
    expect(orders.every(({ customer }) => customer === undefined)).toBe(true);
    expect(notices).toEqual([expect.stringMatching(/customer.*read_customers/)]);
  });

  it('reports the bucket that Shopify tells of', async () => {
    const shop = connectShop();
    await shop.call(searchOrders, { limit: 90 });

    expect(shop.quotas).toEqual([{ available: expect.any(Number), maximum: 2000, restorePerSecond: 100 }]);
  });

  it('that Shopify throttles waits for exactly what is lacking', async () => {
    const shop = connectShop({ bucket: { maximumAvailable: 1000, restoreRate: 50 } });
    await shop.call(searchOrders, { limit: 90 });

    const refusal = await shop.call(searchOrders, { limit: 90 }).catch((error: unknown) => error);

    const { requestedCost } = shop.sent[0]!;
    const waitMs = Math.ceil(((requestedCost - shop.quotas[1]!.available) / 50) * 1000);
    expect(refusal).toMatchObject({
      code: 'upstream_throttled',
      details: { retryAfterMs: waitMs, throttled: true, sent: 'no' },
    });
    await shop.clock.advance(waitMs);
    await expect(shop.call(searchOrders, { limit: 90 })).resolves.toMatchObject({ orders: { length: 90 } });
  });

  it.each([
    { createdFrom: '2026-02-30' },
    { status: 'OPEN' },
    { limit: 91 },
    { text: 'a\nb' },
    { query: 'status:open' },
  ])('refuses %j', (input) => {
    expect(searchOrders.input.safeParse(input).success).toBe(false);
  });
});
