import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { cancelFulfillment } from './cancel-fulfillment.ts';
import { getOrder } from './get-order.ts';
import { listFulfillmentOrders } from './list-fulfillment-orders.ts';
import { refundOrder } from './refund-order.ts';
import { saveFulfillment } from './save-fulfillment.ts';

const ORDER = '8100000001023';

type Shop = ReturnType<typeof connectShop>;

async function waiting(shop: Shop, orderId = ORDER) {
  return (await shop.call(listFulfillmentOrders, { orderId })).fulfillmentOrders;
}

describe('what is to be sent', () => {
  it('is listed for one order, closed or not', async () => {
    const shop = connectShop();
    const [open] = await waiting(shop);
    const [closed] = await waiting(shop, '8100000001018');

    expect(open).toMatchObject({ orderName: '#2023', status: 'open', canFulfill: true });
    expect(open?.lines.map(({ quantity, remaining }) => [quantity, remaining])).toEqual([
      [3, 3],
      [1, 1],
      [1, 1],
    ]);
    expect(closed).toMatchObject({ status: 'closed', canFulfill: false });
  });

  it('of the whole shop is paged to the end, without what is done', async () => {
    const shop = connectShop();
    const rows = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(listFulfillmentOrders, { limit: 4, cursor });
      rows.push(...page.fulfillmentOrders);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const { fulfillmentOrders: whole } = await shop.call(listFulfillmentOrders, { limit: 50 });

    expect(rows).toEqual(whole);
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.every(({ canFulfill, lines }) => canFulfill && lines.some(({ remaining }) => remaining > 0))).toBe(
      true,
    );
  });

  it('can be asked for by location', async () => {
    const shop = connectShop();
    const { fulfillmentOrders } = await shop.call(listFulfillmentOrders, { locationId: '8100000000002', limit: 50 });

    expect(fulfillmentOrders.length).toBeGreaterThan(0);
    expect(new Set(fulfillmentOrders.map(({ locationId }) => locationId))).toEqual(
      new Set(['gid://shopify/Location/8100000000002']),
    );
  });

  it('of an order that does not exist is not found', async () => {
    await expect(connectShop().call(listFulfillmentOrders, { orderId: '404' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it.each([{ orderId: '1', locationId: '1' }, { locationId: '1 OR status:closed' }, { limit: 51 }])(
    'refuses %j',
    (input) => {
      expect(listFulfillmentOrders.input.safeParse(input).success).toBe(false);
    },
  );
});

describe('sending', () => {
  it('part of an order leaves the rest, and then the rest finishes it', async () => {
    const shop = connectShop();
    const [work] = await waiting(shop);
    const [line] = work!.lines;

    const first = await shop.call(saveFulfillment, {
      fulfillmentOrderId: work!.id,
      lines: [{ id: line!.id, quantity: 2 }],
      carrier: 'An Post',
      trackingNumbers: ['A1', 'A2'],
    });
    const { order: partly } = await shop.call(getOrder, { id: ORDER });
    const [left] = await waiting(shop);
    const second = await shop.call(saveFulfillment, { fulfillmentOrderId: work!.id });
    const { order: whole } = await shop.call(getOrder, { id: ORDER });

    expect(first.fulfillment).toMatchObject({
      status: 'success',
      quantity: 2,
      tracking: [
        { carrier: 'An Post', number: 'A1' },
        { carrier: 'An Post', number: 'A2' },
      ],
    });
    expect([partly.fulfillmentStatus, left?.status, left?.lines[0]?.remaining]).toEqual([
      'partially_fulfilled',
      'in_progress',
      1,
    ]);
    expect(second.fulfillment.quantity).toBe(3);
    expect(whole.fulfillmentStatus).toBe('fulfilled');
    expect(whole.fulfillments.map(({ id }) => id)).toEqual([first.fulfillment.id, second.fulfillment.id]);
    expect((await waiting(shop))[0]).toMatchObject({ status: 'closed', canFulfill: false });
  });

  it('leaves out pieces that were refunded before they were sent', async () => {
    const shop = connectShop();
    const [work] = await waiting(shop);
    await shop.call(refundOrder, {
      id: ORDER,
      lines: [{ lineItemId: '8100000010230', quantity: 3, restock: 'unsent' }],
      locationId: '8100000000001',
    });

    const { fulfillment } = await shop.call(saveFulfillment, { fulfillmentOrderId: work!.id });

    expect(fulfillment.quantity).toBe(2);
  });

  it.each([
    [
      'what was sent',
      { fulfillmentOrderId: '8100000010180' },
      'fulfillment.lineItemsByFulfillmentOrder.0.fulfillmentOrderId',
    ],
    [
      'what does not exist',
      { fulfillmentOrderId: '404' },
      'fulfillment.lineItemsByFulfillmentOrder.0.fulfillmentOrderId',
    ],
    [
      'more than there is',
      { fulfillmentOrderId: '8100000010230', lines: [{ id: '8100000010230', quantity: 4 }] },
      'fulfillment.lineItemsByFulfillmentOrder.0.fulfillmentOrderLineItems',
    ],
  ])('of %s is refused, and the path says where', async (_, input, path) => {
    const shop = connectShop();

    await expect(shop.call(saveFulfillment, input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path }], sent: 'no' },
    });
  });

  it('without the right names the scope', async () => {
    const shop = connectShop({ scopes: ['write_orders', 'read_all_orders'] });

    await expect(shop.call(saveFulfillment, { fulfillmentOrderId: '8100000010230' })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('fulfillment_orders'),
    });
  });

  it.each([
    { fulfillmentOrderId: 'gid://shopify/Order/8100000001023' },
    { fulfillmentOrderId: '1', lines: [] },
    { fulfillmentOrderId: '1', lines: [{ id: '1', quantity: 0 }] },
    { fulfillmentOrderId: '1', trackingNumbers: ['a\r\nb'] },
    { fulfillmentOrderId: '1', trackingUrl: 'http://parcels.example/' },
    { fulfillmentOrderId: '1', trackingUrl: 'javascript:alert(1)' },
    { fulfillmentOrderId: '1', trackingUrl: 'https://a b/' },
  ])('refuses %j', (input) => {
    expect(saveFulfillment.input.safeParse(input).success).toBe(false);
  });
});

describe('tracking', () => {
  it('is replaced whole', async () => {
    const shop = connectShop();
    const fulfillmentId = (await shop.call(getOrder, { id: '8100000001022' })).order.fulfillments[0]!.id;

    await shop.call(saveFulfillment, { fulfillmentId, carrier: 'DHL', trackingNumbers: ['N1'] });
    const { fulfillment } = await shop.call(saveFulfillment, {
      fulfillmentId,
      trackingUrl: 'https://parcels.example/track/N2',
    });

    expect(fulfillment.tracking).toEqual([{ url: 'https://parcels.example/track/N2' }]);
    const { order } = await shop.call(getOrder, { id: '8100000001022' });
    expect(order.fulfillments[0]?.tracking).toEqual([{ url: 'https://parcels.example/track/N2' }]);
  });

  it('of a parcel that does not exist is refused', async () => {
    await expect(connectShop().call(saveFulfillment, { fulfillmentId: '404', carrier: 'DHL' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
  });

  it.each([
    { fulfillmentId: '1', notifyCustomer: true },
    { fulfillmentId: '1', carrier: 'DHL', lines: [{ id: '1', quantity: 1 }] },
    { fulfillmentId: '1', fulfillmentOrderId: '1', carrier: 'DHL' },
    { fulfillmentId: 'gid://shopify/FulfillmentOrder/1', carrier: 'DHL' },
    { carrier: 'DHL' },
  ])('refuses %j', (input) => {
    expect(saveFulfillment.input.safeParse(input).success).toBe(false);
  });
});

describe('cancelling a parcel', () => {
  it('makes its pieces wait again, once', async () => {
    const shop = connectShop();
    const [work] = await waiting(shop);
    const { fulfillment } = await shop.call(saveFulfillment, { fulfillmentOrderId: work!.id });

    const first = await shop.call(cancelFulfillment, { fulfillmentId: fulfillment.id });
    const again = await shop.call(cancelFulfillment, { fulfillmentId: fulfillment.id });

    const works = await waiting(shop);
    expect([first, again].map(({ status, changed }) => [status, changed])).toEqual([
      ['cancelled', true],
      ['cancelled', false],
    ]);
    expect(works.map(({ status }) => status)).toEqual(['closed', 'open']);
    expect(works[1]?.lines.map(({ remaining }) => remaining)).toEqual([3, 1, 1]);
    expect((await shop.call(getOrder, { id: ORDER })).order.fulfillmentStatus).toBe('unfulfilled');
  });

  it('of part of an order puts the pieces back to the rest', async () => {
    const shop = connectShop();
    const [work] = await waiting(shop);
    const lines = [{ id: work!.lines[0]!.id, quantity: 2 }];
    const { fulfillment } = await shop.call(saveFulfillment, { fulfillmentOrderId: work!.id, lines });

    await shop.call(cancelFulfillment, { fulfillmentId: fulfillment.id });

    expect((await waiting(shop)).map(({ status, lines: rows }) => [status, rows[0]?.remaining])).toEqual([['open', 3]]);
  });

  it('that arrived is refused, and one that does not exist is not found', async () => {
    const shop = connectShop();

    await expect(shop.call(cancelFulfillment, { fulfillmentId: '8100000010020' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
    await expect(shop.call(cancelFulfillment, { fulfillmentId: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
