import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getOrder } from './get-order.ts';
import { searchOrders } from './search-orders.ts';
import { updateOrder } from './update-order.ts';

const ID = '8100000001026';

describe('changing an order', () => {
  it('changes what is given, leaves the rest, and is seen by whoever reads', async () => {
    const shop = connectShop();
    const { order: before } = await shop.call(getOrder, { id: ID });

    const { order } = await shop.call(updateOrder, {
      id: ID,
      note: 'First line\nsecond line',
      email: 'new.address@example.com',
      attributes: [{ key: 'gift', value: 'yes' }],
    });

    expect(order).toMatchObject({
      note: 'First line\nsecond line',
      email: 'new.address@example.com',
      attributes: [{ key: 'gift', value: 'yes' }],
      tags: before.tags,
      status: 'open',
    });
    const { order: after } = await shop.call(getOrder, { id: ID });
    expect(after).toMatchObject({ note: 'First line\nsecond line', email: 'new.address@example.com' });
    expect(after.shippingAddress).toEqual(before.shippingAddress);
    const found = await shop.call(searchOrders, { email: 'new.address@example.com' });
    expect(found.orders.map(({ id }) => id)).toEqual([after.id]);
  });

  it('adds and takes away tags whatever their case, and twice is the same as once', async () => {
    const shop = connectShop();
    await shop.call(updateOrder, { id: ID, addTags: ['To pack', 'Gift'] });
    const change = { id: ID, addTags: ['gift', 'packed'], removeTags: ['TO PACK'] };

    const first = await shop.call(updateOrder, change);
    const second = await shop.call(updateOrder, change);

    expect(first.order.tags).toEqual(['Gift', 'packed']);
    expect(second).toEqual(first);
  });

  it('removes a note, and replaces a whole address', async () => {
    const shop = connectShop();
    await shop.call(updateOrder, { id: ID, note: 'Old' });

    const { order } = await shop.call(updateOrder, {
      id: ID,
      note: '',
      shippingAddress: { line1: '1 Mill Lane', city: 'Cork', countryCode: 'IE', postalCode: 'T12 X4K2' },
    });

    expect(order.note).toBeUndefined();
    expect(order.shippingAddress).toMatchObject({ line1: '1 Mill Lane', city: 'Cork', country: 'Ireland' });
    expect(order.shippingAddress?.line2).toBeUndefined();
  });

  it('that Shopify refuses names the field, and changes nothing', async () => {
    const shop = connectShop();

    await expect(shop.call(updateOrder, { id: '404', note: 'Nobody', attributes: [] })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'id', message: 'Order does not exist' }], sent: 'no' },
    });
    await expect(shop.call(updateOrder, { id: '404', addTags: ['x'] })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('without the right to write names the scope', async () => {
    const shop = connectShop({ scopes: ['read_orders', 'read_all_orders'] });

    await expect(shop.call(updateOrder, { id: ID, note: 'x' })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('write_orders'),
    });
  });

  it.each([
    { id: ID },
    { id: 'gid://shopify/Customer/8100000000001', note: 'x' },
    { id: `${ID}\r\nX: y`, note: 'x' },
    { id: '../../shop', note: 'x' },
    { id: ID, note: 'a\u0000b' },
    { id: ID, note: 'a\rb' },
    { id: ID, email: 'nobody' },
    { id: ID, email: 'a@example.com\r\nBcc: b@example.com' },
    { id: ID, email: 'a@example.com, b@example.com' },
    { id: ID, addTags: ['a,b'] },
    { id: ID, addTags: [] },
    { id: ID, removeTags: ['x'.repeat(41)] },
    { id: ID, shippingAddress: { line1: '1 Mill Lane', city: 'Cork' } },
    { id: ID, shippingAddress: { line1: '1 Mill Lane', city: 'Cork', countryCode: 'Ireland' } },
    { id: ID, attributes: [{ key: 'a' }] },
    { id: ID, note: 'x', totalPrice: '0.00' },
  ])('refuses %j', (input) => {
    expect(updateOrder.input.safeParse(input).success).toBe(false);
  });
});
