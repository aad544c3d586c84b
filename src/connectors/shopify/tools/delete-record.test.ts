import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { deleteRecord } from './delete-record.ts';
import { getCustomer } from './get-customer.ts';
import { getProduct } from './get-product.ts';
import { listContent } from './list-content.ts';
import { saveCustomer } from './save-customer.ts';

const productId = '8100000000010';

describe('deleting', () => {
  it('takes a variant, then the product, and neither is found again', async () => {
    const shop = connectShop();

    const variant = await shop.call(deleteRecord, { kind: 'variant', id: '8100000000028', productId });
    const left = (await shop.call(getProduct, { id: productId })).variants.length;
    await shop.call(deleteRecord, { kind: 'product', id: productId });

    expect([variant.deletedId, left]).toEqual(['gid://shopify/ProductVariant/8100000000028', 2]);
    await expect(shop.call(getProduct, { id: productId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['page', '8100000000002'],
    ['article', '8100000000002'],
    ['redirect', '8100000000002'],
  ])('takes a %s away, and a second time is refused', async (kind, id) => {
    const shop = connectShop();
    const ids = async () => (await shop.call(listContent, { kind })).items.map((entry) => entry.id);

    const { deletedId } = await shop.call(deleteRecord, { kind, id });

    expect(await ids()).not.toContain(deletedId);
    await expect(shop.call(deleteRecord, { kind, id })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'id' }], sent: 'no' },
    });
  });

  it('takes a customer who never ordered away, and refuses one who did', async () => {
    const shop = connectShop();
    const { customer } = await shop.call(saveCustomer, { firstName: 'Ada', email: 'ada.quirke@example.com' });

    const { deletedId } = await shop.call(deleteRecord, { kind: 'customer', id: customer.id });

    expect(deletedId).toBe(customer.id);
    await expect(shop.call(getCustomer, { id: customer.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(shop.call(deleteRecord, { kind: 'customer', id: '8100000000002' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
    expect((await shop.call(getCustomer, { id: '8100000000002' })).customer.orderCount).toBeGreaterThan(0);
  });

  it('refuses a variant of another product, and the last one', async () => {
    const shop = connectShop();
    const strange = { kind: 'variant', id: '8100000000001', productId };

    await expect(shop.call(deleteRecord, strange)).rejects.toMatchObject({ code: 'upstream_rejected' });
  });

  it.each([
    { kind: 'product', id: 'gid://shopify/Page/1' },
    { kind: 'variant', id: '1' },
    { kind: 'page', id: '1', productId },
    { kind: 'order', id: '1' },
    { kind: 'address', id: '1' },
    { kind: 'address', id: '1', productId },
    { kind: 'customer', id: '1', customerId: '1' },
    { kind: 'page', id: '1', customerId: '1' },
    { kind: 'page', id: 'gid://shopify/MailingAddress/1?model_name=CustomerAddress' },
    { kind: 'page', id: '../1' },
  ])('refuses %j', (input) => {
    expect(deleteRecord.input.safeParse(input).success).toBe(false);
  });
});
