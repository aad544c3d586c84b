import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { compileMasker } from '../../../privacy/personal-fields.ts';
import { deleteRecord } from './delete-record.ts';
import { getCustomer } from './get-customer.ts';
import { mergeCustomers } from './merge-customers.ts';
import { saveAddress } from './save-address.ts';

const customerId = '8100000000002';
const OWN = 'gid://shopify/MailingAddress/8100000000002?model_name=CustomerAddress';
const MILL = { line1: '3 Mill Lane', city: 'Cork', postalCode: 'T12', countryCode: 'IE' };

type Shop = ReturnType<typeof connectShop>;

const read = (shop: Shop) => shop.call(getCustomer, { id: customerId });
const save = (shop: Shop, input: object) => shop.call(saveAddress, { customerId, ...input });

describe('the addresses of a customer', () => {
  it('are added to, and the default stays until another is made it', async () => {
    const shop = connectShop();
    const before = await read(shop);

    const { address } = await save(shop, { address: MILL });
    const added = await read(shop);
    await save(shop, { id: address.id, makeDefault: true });
    const after = await read(shop);

    expect(before.addresses.map(({ id }) => id)).toEqual([OWN]);
    expect(address).toMatchObject({ line1: '3 Mill Lane', city: 'Cork', countryCode: 'IE' });
    expect(added.addresses.map(({ id }) => id)).toEqual([OWN, address.id]);
    expect(added.customer.address).toEqual(before.customer.address);
    // What the default is stays Shopify's business unless it was asked for.
    expect(shop.sent.find(({ name }) => name === 'CreateAddress')?.variables).not.toHaveProperty('isDefault');
    expect(after.customer.address).toMatchObject({ line1: '3 Mill Lane' });
  });

  it('are replaced whole, by number or by id', async () => {
    const shop = connectShop();

    await save(shop, { id: customerId, address: { ...MILL, company: 'Mill', line2: 'Loft', phone: '+353211234567' } });
    const { postalCode: _, ...short } = MILL;
    const { address } = await save(shop, { id: OWN, address: short });

    expect(address).toMatchObject({ id: OWN, line1: '3 Mill Lane', city: 'Cork', countryCode: 'IE' });
    expect(JSON.stringify(address)).not.toMatch(/"Mill"|Loft|T12|353/);
    expect((await read(shop)).addresses).toEqual([address]);
  });

  it('are deleted, and what is left becomes the default', async () => {
    const shop = connectShop();
    const { address } = await save(shop, { address: MILL });

    const { deletedId } = await shop.call(deleteRecord, { kind: 'address', id: OWN, customerId });

    const { addresses, customer } = await read(shop);
    expect([deletedId, addresses.map(({ id }) => id)]).toEqual([OWN, [address.id]]);
    expect(customer.address).toMatchObject({ line1: '3 Mill Lane' });
  });

  it('of two customers are all kept when they are merged', async () => {
    const shop = connectShop();

    await shop.call(mergeCustomers, { keepId: customerId, mergeId: '8100000000003' });

    const { addresses } = await read(shop);
    expect(addresses.map(({ id }) => id)).toEqual([OWN, OWN.replace('002?', '003?')]);
  });

  it('are masked, but for place and id', async () => {
    const answer = await save(connectShop(), { address: { ...MILL, firstName: 'Ada', phone: '+353211234567' } });

    const masked = JSON.stringify(compileMasker(saveAddress.output)?.(answer));

    for (const told of ['3 Mill Lane', 'Ada', '+353211234567']) expect(masked).not.toContain(told);
    expect(masked).toContain('Cork');
  });

  it.each([
    ['twice the same', { address: MILL }, 'address'],
    ['of another customer', { id: '8100000000003', address: MILL }, 'addressId'],
    ['of nobody', { customerId: '404', address: MILL }, 'customerId'],
  ])('%s are refused, and the path says where', async (_, input, path) => {
    const shop = connectShop();
    if (path === 'address') await save(shop, input);

    await expect(save(shop, input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path }], sent: 'no' },
    });
  });

  it.each([
    {},
    { id: '1' },
    { makeDefault: true },
    { address: { ...MILL, countryCode: 'Ireland' } },
    { address: { ...MILL, line1: 'a\r\nb' } },
    { id: 'gid://shopify/MailingAddress/1?model_name=Order', address: MILL },
    { id: 'gid://shopify/Customer/1', address: MILL },
  ])('refuses %j', (input) => {
    expect(saveAddress.input.safeParse({ customerId, ...input }).success).toBe(false);
  });
});
