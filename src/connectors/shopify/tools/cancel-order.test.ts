import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { cancelOrder } from './cancel-order.ts';
import { getOrder } from './get-order.ts';
import { listLocations } from './list-locations.ts';

const ID = '8100000001026';
const INPUT = { id: ID, reason: 'customer', refund: true, restock: true };

describe('cancelling an order', () => {
  it('pays everything back and puts the pieces back into stock', async () => {
    const shop = connectShop();
    const { lines } = await shop.call(getOrder, { id: ID });
    const stock = async () => {
      const { locations } = await shop.call(listLocations, { sku: lines[0]!.sku });
      return locations.flatMap(({ stock: levels = [] }) => levels).map(({ available }) => available ?? 0);
    };
    const before = await stock();

    const { started, jobId } = await shop.call(cancelOrder, INPUT);

    const { order } = await shop.call(getOrder, { id: ID });
    expect([started, jobId]).toEqual([true, expect.stringMatching(/^gid:\/\/shopify\/Job\//)]);
    expect(order).toMatchObject({ cancelReason: 'customer', financialStatus: 'refunded', refunded: order.total });
    expect(order.cancelledAt).toEqual(expect.any(String));
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(await stock())).toBe(sum(before) + lines[0]!.quantity);
  });

  it('keeps the money where it is told to, and voids what was never paid', async () => {
    const shop = connectShop();
    await shop.call(cancelOrder, { ...INPUT, refund: false });
    await shop.call(cancelOrder, { ...INPUT, id: '8100000001030', refund: false });

    const { order: paid } = await shop.call(getOrder, { id: ID });
    const { order: unpaid } = await shop.call(getOrder, { id: '8100000001030' });

    expect([paid.financialStatus, paid.refunds]).toEqual(['paid', []]);
    expect(unpaid.financialStatus).toBe('voided');
  });

  it('a second time changes nothing and says since when', async () => {
    const shop = connectShop();
    await shop.call(cancelOrder, INPUT);
    await shop.clock.advance(60_000);

    const again = await shop.call(cancelOrder, INPUT);

    expect(again).toEqual({ name: '#2026', started: false, cancelledAt: '2026-11-22T12:00:00Z' });
    expect(shop.sent.filter(({ name }) => name === 'CancelOrder')).toHaveLength(1);
  });

  it('that was sent already is refused, and the reason names the argument', async () => {
    const shop = connectShop();

    await expect(shop.call(cancelOrder, { ...INPUT, id: '8100000001022' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'orderId', message: expect.stringContaining('fulfillments') }], sent: 'no' },
    });
  });

  it('that does not exist sends no change', async () => {
    const shop = connectShop();

    await expect(shop.call(cancelOrder, { ...INPUT, id: '404' })).rejects.toMatchObject({ code: 'not_found' });
    expect(shop.sent.map(({ name }) => name)).toEqual(['CancellableOrder']);
  });

  it('whose answer got lost can be repeated: it is cancelled once', async () => {
    const faults = new FaultSwitch();
    const shop = connectShop({ faults });
    faults.add([{ what: { kind: 'status', status: 503 }, isAfter: true, times: 1, match: 'CancelOrder' }]);
    await expect(shop.call(cancelOrder, INPUT)).rejects.toMatchObject({ details: { sent: 'unknown' } });

    const again = await shop.call(cancelOrder, INPUT);

    expect(again.started).toBe(false);
    expect((await shop.call(getOrder, { id: ID })).order.refunds).toHaveLength(1);
  });

  it.each([
    { id: ID, reason: 'customer', refund: true },
    { ...INPUT, reason: 'CUSTOMER' },
    { ...INPUT, staffNote: 'x'.repeat(256) },
    { ...INPUT, id: '#2026' },
    { ...INPUT, id: `${ID}\n` },
  ])('refuses %j', (input) => {
    expect(cancelOrder.input.safeParse(input).success).toBe(false);
  });
});
