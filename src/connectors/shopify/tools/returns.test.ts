import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { compileMasker } from '../../../privacy/personal-fields.ts';
import { getOrder } from './get-order.ts';
import { listReturns } from './list-returns.ts';
import { refundOrder } from './refund-order.ts';
import { saveFulfillment } from './save-fulfillment.ts';
import { saveReturn } from './save-return.ts';

const ORDER = '8100000001018';
const REQUEST = '8100000010160';
const LINE = '8100001018000';

type Shop = ReturnType<typeof connectShop>;

const create = (shop: Shop, more: object = {}) =>
  shop.call(saveReturn, {
    orderId: ORDER,
    status: 'open',
    lines: [{ fulfillmentLineItemId: LINE, quantity: 1 }],
    ...more,
  });
const ofOrder = (shop: Shop, orderId = ORDER) => shop.call(listReturns, { orderId });

describe('listing returns', () => {
  it('tells what waits for a decision, what is under way and what is done', async () => {
    const shop = connectShop();
    const statuses = async (status?: string) =>
      (await shop.call(listReturns, { status, limit: 50 })).returns.map((row) => row.status);

    expect(await statuses()).toEqual(['requested', 'requested']);
    expect(await statuses('in_progress')).toEqual(['open']);
    expect(await statuses('returned')).toEqual(['closed', 'closed']);
  });

  it('goes through all orders with returns', async () => {
    const shop = connectShop();
    const first = await shop.call(listReturns, { limit: 1 });
    const rest = await shop.call(listReturns, { limit: 1, cursor: first.nextCursor });

    const { returns } = await shop.call(listReturns, {});
    expect([...first.returns, ...rest.returns]).toEqual(returns);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('gives one with lines and reasons, and hides from most what people wrote', async () => {
    const answer = await connectShop().call(listReturns, { id: REQUEST });

    const [line] = answer.returns[0]?.lines ?? [];
    expect(line).toMatchObject({ quantity: 1, refundable: 0, reason: 'quality', reasonName: 'Quality' });
    expect(line?.lineItemId).toMatch(/^gid:\/\/shopify\/LineItem\//);
    const masked = JSON.stringify(compileMasker(listReturns.output)?.(answer));
    expect(line?.customerNote).toBeTruthy();
    expect(masked).not.toContain(line?.customerNote);
  });

  it('says what of an order can still come back: sent, not refunded, in no return', async () => {
    const shop = connectShop();
    const quantities = async () => (await ofOrder(shop)).returnable?.map(({ quantity }) => quantity);

    const before = await quantities();
    await create(shop);
    const returning = await quantities();
    await shop.call(refundOrder, { id: ORDER, lines: [{ lineItemId: '8100000010181', quantity: 1 }] });

    expect(before).toEqual([2, 1]);
    expect(returning).toEqual([1, 1]);
    expect(await quantities()).toEqual([1]);
  });

  it('tells parts of a line in two parcels apart', async () => {
    const shop = connectShop();
    const orderId = '8100000001023';
    const send = (quantity: number) =>
      shop.call(saveFulfillment, { fulfillmentOrderId: '8100000010230', lines: [{ id: '8100000010230', quantity }] });
    await send(2);
    await send(1);

    const { returnable = [] } = await ofOrder(shop, orderId);

    expect(returnable.map(({ quantity }) => quantity)).toEqual([2, 1]);
    expect(new Set(returnable.map(({ fulfillmentLineItemId }) => fulfillmentLineItemId)).size).toBe(2);
  });

  it.each([{ id: '404' }, { orderId: '404' }])('of %j finds nothing', async (input) => {
    await expect(connectShop().call(listReturns, input)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    { id: '1', orderId: '1' },
    { id: 'gid://shopify/Order/1' },
    { status: 'no_return OR status:open' },
    { limit: 51 },
  ])('refuses %j', (input) => {
    expect(listReturns.input.safeParse(input).success).toBe(false);
  });

  it('without the right names the scope', async () => {
    const shop = connectShop({ scopes: ['read_orders', 'read_all_orders'] });

    await expect(shop.call(listReturns, {})).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('read_returns'),
    });
  });
});

describe('a new return', () => {
  it('is open when it is agreed, with reason and note, and the order tells of it', async () => {
    const shop = connectShop();

    const { return: made } = await create(shop, {
      lines: [{ fulfillmentLineItemId: LINE, quantity: 2, reason: 'arrived-late', note: 'Three weeks.' }],
    });

    expect(made).toMatchObject({ name: '#2018-R1', status: 'open', orderName: '#2018', quantity: 2 });
    expect(made.lines).toMatchObject([{ reason: 'arrived-late', note: 'Three weeks.', refundable: 2, refunded: 0 }]);
    expect((await ofOrder(shop)).returns).toMatchObject([{ id: made.id, status: 'open' }]);
    expect((await shop.call(getOrder, { id: ORDER })).order.returnStatus).toBe('in_progress');
  });

  it('waits for a decision when it is requested, with what the customer says', async () => {
    const shop = connectShop();

    const { return: made } = await create(shop, {
      status: 'requested',
      lines: [{ fulfillmentLineItemId: LINE, quantity: 1, note: 'Too rust.' }],
    });

    expect(made).toMatchObject({ status: 'requested', lines: [{ customerNote: 'Too rust.', refundable: 0 }] });
    expect(made.lines?.[0]?.note).toBeUndefined();
    const { returns } = await shop.call(listReturns, {});
    expect(returns.map(({ id }) => id)).toContain(made.id);
  });

  it('knows what money was given back for', async () => {
    const shop = connectShop();
    const { return: made } = await create(shop, { lines: [{ fulfillmentLineItemId: LINE, quantity: 2 }] });
    const [line] = made.lines ?? [];

    await shop.call(refundOrder, { id: ORDER, lines: [{ lineItemId: line?.lineItemId, quantity: 1 }] });

    const { returns } = await shop.call(listReturns, { id: made.id });
    expect(returns[0]?.lines).toMatchObject([{ refunded: 1, refundable: 1 }]);
  });

  it('of a reason that is not in the library is refused before anything is sent', async () => {
    const shop = connectShop();
    const lines = [{ fulfillmentLineItemId: LINE, quantity: 1, reason: 'boredom' }];

    await expect(create(shop, { lines })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'lines.0.reason' }], sent: 'no' },
    });
    expect(shop.sent.map(({ name }) => name)).toEqual(['ReturnReasons']);
  });

  it.each([
    ['more than was sent', { lines: [{ fulfillmentLineItemId: LINE, quantity: 3 }] }, 'returnLineItems.0.quantity'],
    [
      'a line of another order',
      { lines: [{ fulfillmentLineItemId: '8100001016000', quantity: 1 }] },
      'returnLineItems.0.fulfillmentLineItemId',
    ],
    ['an order that does not exist', { orderId: '404' }, 'orderId'],
  ])('of %s is refused, and the path says where', async (_, input, path) => {
    const shop = connectShop();

    await expect(create(shop, input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path }], sent: 'no' },
    });
    expect((await ofOrder(shop)).returns).toEqual([]);
  });
});

describe('the status of a return', () => {
  const set = (shop: Shop, id: string, status: string, more: object = {}) =>
    shop.call(saveReturn, { id, status, ...more });

  it('goes from a request to approved, closed and open again, each once', async () => {
    const shop = connectShop();

    const approved = await set(shop, REQUEST, 'open', { notifyCustomer: true });
    const again = await set(shop, REQUEST, 'open');
    const closed = await set(shop, REQUEST, 'closed');
    const reopened = await set(shop, REQUEST, 'open');

    expect([approved, again, closed, reopened].map((step) => [step.return.status, step.changed])).toEqual([
      ['open', true],
      ['open', false],
      ['closed', true],
      ['open', true],
    ]);
    expect(closed.return.closedAt).toBeTruthy();
    expect(shop.sent.filter(({ name }) => name === 'ApproveReturn')).toMatchObject([
      { variables: { input: { notifyCustomer: true } } },
    ]);
  });

  it('of a declined request tells why, and its pieces can be returned anew', async () => {
    const shop = connectShop();
    const { return: asked } = await create(shop, { status: 'requested' });

    const declined = await set(shop, asked.id, 'declined', {
      declineReason: 'final_sale',
      declineNote: 'Sold as seen.',
    });

    expect(declined.return).toMatchObject({
      status: 'declined',
      declineReason: 'final_sale',
      declineNote: 'Sold as seen.',
    });
    expect((await ofOrder(shop)).returnable?.[0]?.quantity).toBe(2);
  });

  it('of a canceled return frees its pieces', async () => {
    const shop = connectShop();
    const { return: made } = await create(shop);

    expect(await set(shop, made.id, 'canceled')).toMatchObject({ return: { status: 'canceled' }, changed: true });
    expect((await ofOrder(shop)).returnable?.[0]?.quantity).toBe(2);
  });

  it('that no way leads to is refused without a change', async () => {
    const shop = connectShop();
    await set(shop, REQUEST, 'declined', { declineReason: 'other' });

    await expect(set(shop, REQUEST, 'closed')).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('declined'),
      details: { sent: 'no' },
    });
    await expect(set(shop, '8100000009450', 'open', { notifyCustomer: true })).rejects.toMatchObject({
      code: 'upstream_rejected',
    });
    await expect(set(shop, '404', 'closed')).rejects.toMatchObject({ code: 'not_found' });
  });

  const lines = [{ fulfillmentLineItemId: LINE, quantity: 1 }];
  it.each([
    { status: 'open' },
    { id: '1', orderId: '1', status: 'open', lines },
    { orderId: '1', status: 'open' },
    { orderId: '1', status: 'closed', lines },
    { id: '1', status: 'open', lines },
    { id: '1', status: 'requested' },
    { id: '1', status: 'declined' },
    { id: '1', status: 'open', declineReason: 'other' },
    { orderId: '1', status: 'open', lines: [...lines, ...lines] },
    { orderId: '1', status: 'open', lines: [{ ...lines[0], quantity: 0 }] },
    { orderId: '1', status: 'open', lines: [{ ...lines[0], reason: 'a" OR b' }] },
    { orderId: '1', status: 'open', lines: [{ fulfillmentLineItemId: 'gid://shopify/LineItem/1', quantity: 1 }] },
    { id: '1\r\n', status: 'open' },
    { id: '1', status: 'closed', notifyCustomer: true },
    { orderId: '1', status: 'open', lines, notifyCustomer: true },
  ])('refuses %j', (input) => {
    expect(saveReturn.input.safeParse(input).success).toBe(false);
  });
});
