import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getOrder } from './get-order.ts';
import { getProduct } from './get-product.ts';
import { listDraftOrders } from './list-draft-orders.ts';
import { saveDraftOrder } from './save-draft-order.ts';

const OPEN = '8100000000004';
const DONE = '8100000000001';
const PRODUCT = '8100000000010';

type Shop = ReturnType<typeof connectShop>;

async function variantOf(shop: Shop) {
  const { variants } = await shop.call(getProduct, { id: PRODUCT });
  return variants[0]!;
}

describe('draft orders', () => {
  it('are listed, last changed first, by status and words, page by page', async () => {
    const shop = connectShop();
    const { draftOrders: all } = await shop.call(listDraftOrders, {});
    const rows = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(listDraftOrders, { limit: 3, cursor });
      rows.push(...page.draftOrders);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const { draftOrders: sent } = await shop.call(listDraftOrders, { status: 'invoice_sent' });
    const { draftOrders: noted } = await shop.call(listDraftOrders, { text: 'Call before' });

    expect(rows).toEqual(all);
    const times = all.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual(times.toSorted().reverse());
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ status, invoiceSentAt }) => status === 'invoice_sent' && invoiceSentAt)).toBe(true);
    expect(noted.map(({ note }) => note)).toEqual(['Call before sending.']);
    expect(all.every(({ lines }) => lines === undefined)).toBe(true);
  });

  it('show their lines one by one, and the order that they became', async () => {
    const shop = connectShop();
    const { draftOrders } = await shop.call(listDraftOrders, { id: DONE });
    const [draft] = draftOrders;
    const { order, lines } = await shop.call(getOrder, { id: draft!.orderId });

    expect(draft).toMatchObject({ status: 'completed', orderName: order.name });
    expect(draft?.lines?.map(({ title, quantity }) => [title, quantity])).toEqual(
      lines.map(({ title, quantity }) => [title, quantity]),
    );
  });

  it('that do not exist are not found', async () => {
    await expect(connectShop().call(listDraftOrders, { id: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([{ id: 'gid://shopify/Order/1' }, { text: 'a\r\nb' }, { status: 'OPEN' }])(
    'refuse to be asked for %j',
    (input) => {
      expect(listDraftOrders.input.safeParse(input).success).toBe(false);
    },
  );
});

describe('saving a draft order', () => {
  it('makes one of variants and of lines with a name and price, with a discount', async () => {
    const shop = connectShop();
    const variant = await variantOf(shop);

    const { draftOrder } = await shop.call(saveDraftOrder, {
      customerId: '8100000000002',
      lines: [
        { variantId: variant.id, quantity: 2 },
        { title: 'Engraving', price: '4.50', quantity: 1 },
      ],
      discountPercent: 50,
    });

    const whole = Number(variant.price.amount) * 2 + 4.5;
    expect(Number(draftOrder.total.amount)).toBeCloseTo(whole / 2, 2);
    expect(draftOrder).toMatchObject({ status: 'open', quantity: 3, customerName: 'Rory Rushworth' });
    expect(draftOrder.lines?.map(({ title, unitPrice }) => [title, Number(unitPrice.amount)])).toEqual([
      [expect.any(String), Number(variant.price.amount)],
      ['Engraving', 4.5],
    ]);
    expect((await shop.call(listDraftOrders, { id: draftOrder.id })).draftOrders).toEqual([draftOrder]);
  });

  it('of more lines than one answer shows says so, and they can be gone through', async () => {
    const shop = connectShop();
    const lines = Array.from({ length: 25 }, (_, n) => ({ title: `Line ${n}`, price: '1', quantity: 1 }));

    const { draftOrder, notices } = await shop.call(saveDraftOrder, { lines });
    const first = await shop.call(listDraftOrders, { id: draftOrder.id });
    const second = await shop.call(listDraftOrders, { id: draftOrder.id, cursor: first.nextCursor });

    expect(notices).toEqual([expect.stringContaining('shopify_list_draft_orders')]);
    const titles = [first, second].flatMap(({ draftOrders }) => draftOrders[0]?.lines ?? []).map(({ title }) => title);
    expect(titles).toEqual(lines.map(({ title }) => title));
    expect(second.nextCursor).toBeUndefined();
  });

  it('changes what is given and leaves the rest', async () => {
    const shop = connectShop();
    const { draftOrders } = await shop.call(listDraftOrders, { id: OPEN });

    const { draftOrder } = await shop.call(saveDraftOrder, { id: OPEN, note: 'Gift', email: 'post@example.com' });

    expect(draftOrder).toMatchObject({ note: 'Gift', email: 'post@example.com', total: draftOrders[0]?.total });
    expect(draftOrder.lines).toEqual(draftOrders[0]?.lines);
  });

  it.each([
    [
      'a customer who does not exist',
      { customerId: '404', lines: [{ title: 'A', price: '1', quantity: 1 }] },
      'purchasingEntity.customerId',
    ],
    ['a variant that does not exist', { lines: [{ variantId: '404', quantity: 1 }] }, 'lineItems.0.variantId'],
    ['a draft that does not exist', { id: '404', note: 'x' }, 'id'],
    ['one that became an order', { id: DONE, note: 'x' }, ''],
  ])('with %s is refused, and the path says where', async (_, input, path) => {
    await expect(connectShop().call(saveDraftOrder, input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path }], sent: 'no' },
    });
  });

  it.each([
    {},
    { id: OPEN },
    { note: 'no lines' },
    { lines: [] },
    { lines: [{ quantity: 1 }] },
    { lines: [{ title: 'A', quantity: 1 }] },
    { lines: [{ variantId: '1', title: 'A', price: '1.00', quantity: 1 }] },
    { lines: [{ variantId: '1', quantity: 0 }] },
    { id: OPEN, discountPercent: 101 },
    { id: OPEN, discountPercent: 0 },
    { id: OPEN, email: 'x' },
    { finish: 'complete' },
    { id: OPEN, finish: 'complete', note: 'x' },
    { id: OPEN, finish: 'delete' },
  ])('refuses %j', (input) => {
    expect(saveDraftOrder.input.safeParse(input).success).toBe(false);
  });
});

describe('finishing a draft order', () => {
  it('makes an order of it, whose sums and lines are the same, also of lines without a product', async () => {
    const shop = connectShop();
    const variant = await variantOf(shop);
    const { draftOrder: draft } = await shop.call(saveDraftOrder, {
      email: 'guest@example.com',
      lines: [
        { variantId: variant.id, quantity: 1 },
        { title: 'Engraving', price: '4.50', quantity: 2 },
      ],
      discountPercent: 10,
    });

    const { draftOrder } = await shop.call(saveDraftOrder, { id: draft.id, finish: 'complete' });

    const { order, lines } = await shop.call(getOrder, { id: draftOrder.orderId });
    expect(draftOrder).toMatchObject({ status: 'completed', orderName: order.name });
    expect(order).toMatchObject({
      total: draft.total,
      financialStatus: 'paid',
      fulfillmentStatus: 'unfulfilled',
      email: 'guest@example.com',
      source: 'shopify_draft_order',
    });
    expect(order.customer).toBeUndefined();
    expect(lines.map(({ title, quantity }) => [title, quantity])).toEqual([
      [expect.any(String), 1],
      ['Engraving', 2],
    ]);
    await expect(shop.call(saveDraftOrder, { id: draft.id, finish: 'complete' })).rejects.toMatchObject({
      code: 'upstream_rejected',
    });
  });

  it('sends the invoice, and refuses where nobody could get it', async () => {
    const shop = connectShop();
    const { draftOrder: draft } = await shop.call(saveDraftOrder, {
      lines: [{ title: 'A', price: '1.00', quantity: 1 }],
    });

    await expect(shop.call(saveDraftOrder, { id: draft.id, finish: 'send_invoice' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'email.to' }], sent: 'no' },
    });
    const { draftOrder } = await shop.call(saveDraftOrder, { id: OPEN, finish: 'send_invoice' });
    expect(draftOrder).toMatchObject({ status: 'invoice_sent', invoiceSentAt: '2026-11-22T12:00:00Z' });
  });

  it('without the right to write names the scope', async () => {
    const shop = connectShop({ scopes: ['read_draft_orders', 'read_customers', 'read_orders', 'read_products'] });

    await expect(shop.call(saveDraftOrder, { id: OPEN, finish: 'complete' })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('write_draft_orders'),
    });
  });
});
