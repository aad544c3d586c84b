import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getOrder } from './get-order.ts';
import { searchOrders } from './search-orders.ts';

describe('getting an order', () => {
  it('gives the same by what people call it, with and without the mark, and by id', async () => {
    const shop = connectShop();
    const byName = await shop.call(getOrder, { name: '#1900' });
    const bare = await shop.call(getOrder, { name: ' 1900 ' });
    const byId = await shop.call(getOrder, { id: byName.order.id });

    expect(byName.order.name).toBe('#1900');
    expect(byName.order.transactions.length).toBeGreaterThan(0);
    expect(byName.order.shippingMethod).toEqual(expect.any(String));
    expect([bare, byId]).toEqual([byName, byName]);
  });

  it('shows refunds and parcels', async () => {
    const shop = connectShop();
    const { orders } = await shop.call(searchOrders, { financialStatus: 'refunded', limit: 10 });
    const details = [];
    for (const { id } of orders) details.push((await shop.call(getOrder, { id })).order);

    for (const { refunds, refunded } of details) {
      const sum = refunds.reduce((total, { amount }) => total + Number(amount.amount), 0);
      expect(sum).toBeCloseTo(Number(refunded.amount), 2);
    }
    const shipped = await shop.call(searchOrders, { fulfillmentStatus: 'fulfilled', limit: 1 });
    const { order } = await shop.call(getOrder, { id: shipped.orders[0]!.id });
    expect(order.fulfillments[0]).toMatchObject({ status: 'success' });
  });

  it('tells what happened to it, newest first, if asked', async () => {
    const shop = connectShop();
    const { orders } = await shop.call(searchOrders, { financialStatus: 'refunded', limit: 1 });
    const { id } = orders[0]!;

    const { timeline } = await shop.call(getOrder, { id, timeline: true });

    const times = timeline?.map(({ at }) => at);
    expect(times).toEqual(times?.toSorted().reverse());
    expect(timeline?.at(-1)).toMatchObject({ action: 'placed' });
    expect(timeline?.map(({ action }) => action)).toContain('refund');
    expect((await shop.call(getOrder, { id })).timeline).toBeUndefined();
  });

  it('pages its lines', async () => {
    const shop = connectShop();
    const { orders } = await shop.call(searchOrders, { limit: 50 });
    let id = '';
    for (const order of orders) if (order.itemCount > 2) id = order.id;
    const whole = await shop.call(getOrder, { id });
    const lines = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(getOrder, { id, lineLimit: 1, lineCursor: cursor });
      lines.push(...page.lines);
      cursor = page.nextLineCursor;
    } while (cursor !== undefined);

    expect(lines).toEqual(whole.lines);
  });

  it.each([{ name: '#99' }, { name: '190' }, { id: '404' }])('that does not exist is not found: %j', async (input) => {
    const shop = connectShop();

    await expect(shop.call(getOrder, input)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([{}, { name: '#1', id: '1' }, { name: '' }, { id: '#1900' }])('refuses %j', (input) => {
    expect(getOrder.input.safeParse(input).success).toBe(false);
  });
});
