import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { getOrder } from './get-order.ts';
import { listLocations } from './list-locations.ts';
import { previewRefund } from './preview-refund.ts';
import { refundOrder } from './refund-order.ts';

const ID = '8100000001018';
const LINE = '8100000010180';
const KEY = '0199b3a0-0000-7000-8000-00000000000a';

/** Previews some pieces of the order, and gives what a refund of exactly them says. */
async function previewed(shop: ReturnType<typeof connectShop>, quantity: number, restock = 'no') {
  const lines = [{ lineItemId: LINE, quantity }];
  const preview = await shop.call(previewRefund, { id: ID, lines });
  const restocked = lines.map((line) => ({ ...line, restock }));
  return { preview, input: { id: ID, lines: restocked, payments: preview.payments } };
}

describe('previewing a refund', () => {
  it('works out pieces, shipping and the payments that it goes back through, and changes nothing', async () => {
    const shop = connectShop();
    const lines = [{ lineItemId: LINE, quantity: 1 }];

    const preview = await shop.call(previewRefund, { id: ID, lines, shippingAmount: '9.95' });

    expect(preview).toMatchObject({
      orderName: '#2018',
      amounts: {
        goods: { amount: '16.0', currency: 'EUR' },
        shipping: { amount: '9.95' },
        total: { amount: '25.95' },
      },
      lines: [{ quantity: 1, refundableQuantity: 2, unsentQuantity: 0 }],
      payments: [{ gateway: 'shopify_payments', amount: '25.95' }],
    });
    expect((await shop.call(getOrder, { id: ID })).order.refunds).toEqual([]);
  });

  it('without lines and shipping shows all that can still be paid back', async () => {
    const shop = connectShop();
    const { preview, input } = await previewed(shop, 1);
    await shop.call(refundOrder, input);

    const rest = await shop.call(previewRefund, { id: ID });

    expect(preview.amounts.refundable.amount).toBe('48.05');
    expect(rest.amounts.total.amount).toBe('32.05');
    expect(rest.lines[0]).toMatchObject({ quantity: 1, refundableQuantity: 1 });
  });

  it('of an order that does not exist is not found', async () => {
    await expect(connectShop().call(previewRefund, { id: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    { id: ID, lines: [{ lineItemId: LINE, quantity: 0 }] },
    { id: ID, lines: [{ lineItemId: 'gid://shopify/Order/1', quantity: 1 }] },
    { id: ID, shippingAmount: '-1' },
    { id: ID, shippingAmount: '1e3' },
    { id: ID, shippingAmount: '4,95' },
  ])('refuses %j', (input) => {
    expect(previewRefund.input.safeParse(input).success).toBe(false);
  });
});

describe('refunding an order', () => {
  it('pays back what the preview said, and is seen by whoever reads', async () => {
    const shop = connectShop();
    const { input } = await previewed(shop, 1);

    const answer = await shop.call(refundOrder, { ...input, note: 'Dented tin' });

    expect(answer).toMatchObject({
      refund: { amount: { amount: '16.0', currency: 'EUR' } },
      order: { name: '#2018', financialStatus: 'partially_refunded' },
    });
    const { order, lines } = await shop.call(getOrder, { id: ID });
    expect(order.refunds).toMatchObject([{ id: answer.refund.id, note: 'Dented tin', lines: [{ quantity: 1 }] }]);
    expect(order.transactions.at(-1)).toMatchObject({ kind: 'refund', amount: { amount: '16.0' } });
    expect(lines[0]?.currentQuantity).toBe(1);
  });

  it('that is repeated after its answer got lost is one refund', async () => {
    const faults = new FaultSwitch();
    const shop = connectShop({ faults });
    const { input } = await previewed(shop, 1);
    faults.add([{ what: { kind: 'status', status: 503 }, isAfter: true, times: 1, match: 'RefundOrder' }]);
    await expect(shop.call(refundOrder, input, KEY)).rejects.toMatchObject({ details: { sent: 'unknown' } });

    const again = await shop.call(refundOrder, input, KEY);

    const { order } = await shop.call(getOrder, { id: ID });
    expect(order.refunds.map(({ id }) => id)).toEqual([again.refund.id]);
    expect(order.refunded).toEqual(again.order.refunded);
    const keys = shop.sent.filter(({ name }) => name === 'RefundOrder').map(({ variables }) => variables.key);
    expect(keys[1]).toBe(keys[0]);
  });

  it('sends a UUID that follows from the key, so that another key is another refund', async () => {
    const shop = connectShop();
    const { input } = await previewed(shop, 1);
    await shop.call(refundOrder, input, 'refund of 2018');
    await shop.call(refundOrder, input, 'refund of 2018');
    await shop.call(refundOrder, input, 'another one');

    const keys = shop.sent.filter(({ name }) => name === 'RefundOrder').map(({ variables }) => variables.key);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect((await shop.call(getOrder, { id: ID })).order.refunds).toHaveLength(2);
  });

  it('with a key that was used for another refund is refused', async () => {
    const shop = connectShop();
    const { input } = await previewed(shop, 1);
    await shop.call(refundOrder, input, KEY);

    await expect(shop.call(refundOrder, { ...input, note: 'Another' }, KEY)).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('idempotency key'),
      details: { sent: 'no' },
    });
    expect((await shop.call(getOrder, { id: ID })).order.refunds).toHaveLength(1);
  });

  it('puts pieces back where it is told to', async () => {
    const shop = connectShop();
    const { lines } = await shop.call(getOrder, { id: ID });
    const onShelf = async () => {
      const { locations } = await shop.call(listLocations, { sku: lines[0]!.sku });
      return locations.find(({ id }) => id.endsWith('/8100000000001'))?.stock?.[0]?.available;
    };
    const before = (await onShelf())!;
    const { input } = await previewed(shop, 2, 'returned');

    await shop.call(refundOrder, { ...input, locationId: '8100000000001' });

    expect(await onShelf()).toBe(before + 2);
    expect((await shop.call(getOrder, { id: ID })).order.refunds[0]?.lines[0]?.restocked).toBe(true);
  });

  it.each([
    ['more pieces than were bought', { lines: [{ lineItemId: LINE, quantity: 3 }] }, 'refundLineItems.0.quantity'],
    [
      'a line of another order',
      { lines: [{ lineItemId: '8100000010190', quantity: 1 }] },
      'refundLineItems.0.lineItemId',
    ],
    ['more money than came in', { payments: [payment('48.06')] }, 'transactions.0.amount'],
    ['no money', { payments: [payment('0.00')] }, 'transactions.0.amount'],
    [
      'a payment of another order',
      { payments: [{ ...payment('1.00'), transactionId: '8100000010190' }] },
      'transactions.0.parentId',
    ],
    ['more shipping than was paid', { payments: [payment('1.00')], shippingAmount: '10.00' }, 'shipping.amount'],
    [
      'pieces as never sent that were',
      { lines: [{ lineItemId: LINE, quantity: 1, restock: 'unsent' }], locationId: '8100000000001' },
      'refundLineItems.0.restockType',
    ],
  ])('of %s is refused, and the path says where', async (_, change, path) => {
    const shop = connectShop();

    await expect(shop.call(refundOrder, { id: ID, ...change })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path }], sent: 'no' },
    });
    expect((await shop.call(getOrder, { id: ID })).order.refunds).toEqual([]);
  });

  it('without the right to write names the scope', async () => {
    const shop = connectShop({ scopes: ['read_orders', 'read_all_orders'] });

    await expect(shop.call(refundOrder, { id: ID, payments: [payment('1.00')] })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('write_orders'),
    });
  });

  it.each([
    { id: ID },
    { id: ID, lines: [{ lineItemId: LINE, quantity: 1, restock: 'returned' }] },
    {
      id: ID,
      lines: [
        { lineItemId: LINE, quantity: 1 },
        { lineItemId: `gid://shopify/LineItem/${LINE}`, quantity: 1 },
      ],
    },
    { id: ID, payments: [{ ...payment('1.00'), gateway: 'a\r\nb' }] },
    { id: ID, payments: [payment('1.001')] },
    { id: ID, payments: [payment('NaN')] },
    { id: ID, payments: [payment('1.00')], currency: 'euro' },
    { id: ID, payments: [payment('1.00')], locationId: 'gid://shopify/Order/1' },
    { id: ID, payments: [payment('1.00')], allowOverRefunding: true },
  ])('refuses %j', (input) => {
    expect(refundOrder.input.safeParse(input).success).toBe(false);
  });
});

function payment(amount: string) {
  return { transactionId: '8100000010180', gateway: 'shopify_payments', amount };
}
