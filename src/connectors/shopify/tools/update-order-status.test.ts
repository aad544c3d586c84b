import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getOrder } from './get-order.ts';
import { updateOrder } from './update-order.ts';

const OPEN = '8100000001026';
const PENDING = '8100000001030';

describe('setting the status of an order', () => {
  it('closes and reopens, and says when it was so already', async () => {
    const shop = connectShop();

    const closed = await shop.call(updateOrder, { id: OPEN, status: 'closed' });
    const again = await shop.call(updateOrder, { id: OPEN, status: 'closed' });
    const seen = (await shop.call(getOrder, { id: OPEN })).order;
    const opened = await shop.call(updateOrder, { id: OPEN, status: 'open' });

    expect([closed, again, opened].map(({ order, changed }) => [order.status, changed])).toEqual([
      ['closed', true],
      ['closed', false],
      ['open', true],
    ]);
    expect(seen.closedAt).toEqual(expect.any(String));
    expect(shop.sent.filter(({ name }) => name === 'CloseOrder')).toHaveLength(1);
  });

  it('records a payment once, with a transaction of the whole sum', async () => {
    const shop = connectShop();

    const paid = await shop.call(updateOrder, { id: PENDING, status: 'paid' });
    const again = await shop.call(updateOrder, { id: PENDING, status: 'paid' });

    const { order } = await shop.call(getOrder, { id: PENDING });
    expect(paid).toMatchObject({ order: { financialStatus: 'paid' }, changed: true });
    expect(again).toMatchObject({ order: { financialStatus: 'paid' }, changed: false });
    const sales = order.transactions.filter(({ status }) => status === 'success');
    expect(sales.map(({ amount }) => amount)).toEqual([order.total]);
  });

  it('refuses to record a payment of an order that was called off', async () => {
    const shop = connectShop();

    await expect(shop.call(updateOrder, { id: '8100000001025', status: 'paid' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'id' }], sent: 'no' },
    });
  });

  it('of an order that does not exist sends no change', async () => {
    const shop = connectShop();

    await expect(shop.call(updateOrder, { id: '404', status: 'closed' })).rejects.toMatchObject({
      code: 'not_found',
      details: { sent: 'no' },
    });
    expect(shop.sent.map(({ name }) => name)).toEqual(['OrderBefore']);
  });

  it.each([
    { id: OPEN, status: 'closed', note: 'x' },
    { id: OPEN, status: 'cancelled' },
    { id: 'gid://shopify/DraftOrder/1', status: 'open' },
  ])('refuses %j', (input) => {
    expect(updateOrder.input.safeParse(input).success).toBe(false);
  });
});
