import { describe, expect, it } from 'vitest';
import { type ConnectedShop, connectShop } from '../../../../test/support/connected-shop.ts';
import type { Tool } from '../../../kernel/tool.ts';
import { getCustomer } from '../tools/get-customer.ts';
import { saveAddress } from '../tools/save-address.ts';
import { saveOptions } from '../tools/save-options.ts';
import { saveReturn } from '../tools/save-return.ts';

const CUSTOMER = '8100000000002';
const PRODUCT = '8100000000010';
const { signal } = new AbortController();

/** What the tool's read-back says of the call, which began at the instant. */
async function look<In, Out extends object>(
  shop: ConnectedShop,
  tool: Tool<In, Out>,
  input: Record<string, unknown>,
  earliestAt = shop.clock.now(),
): Promise<string | undefined> {
  const write = { record: '1', fingerprint: '1', key: '1', earliestAt };
  const context = { signal, now: shop.clock.now, write };
  return (await tool.readBack?.(tool.input.parse(input), shop.upstream(), context))?.found;
}

describe('an address that was to be added', () => {
  const added = (address: object, more: object = {}) => ({
    customerId: CUSTOMER,
    address: { lastName: 'Quirke', line1: '3 Mill Lane', city: 'Cork', countryCode: 'IE', ...address },
    ...more,
  });

  it('is not done where the customer has none of that street', async () => {
    const shop = connectShop();
    expect(await look(shop, saveAddress, added({}))).toBe('not_done');
  });

  it('is done where there is one that differs in form alone', async () => {
    const shop = connectShop();
    await shop.call(saveAddress, added({ postalCode: 'T12 AB34', phone: '+353 87 123 4567' }));

    expect(await look(shop, saveAddress, added({ postalCode: 't12ab34', phone: '087 1234567' }))).toBe('done');
    expect(
      await look(shop, saveAddress, added({ line1: '3  MILL lane', postalCode: 'T12AB34', phone: '353871234567' })),
    ).toBe('done');
  });

  it('cannot be told where one of the street is otherwise, or not the default as was asked', async () => {
    const shop = connectShop();
    await shop.call(saveAddress, added({}));

    expect(await look(shop, saveAddress, added({ city: 'Galway' }))).toBe('cannot_tell');
    expect(await look(shop, saveAddress, added({ phone: '087 1234567' }))).toBe('cannot_tell');
    expect(await look(shop, saveAddress, added({}, { makeDefault: true }))).toBe('cannot_tell');
  });
});

describe('an address that was to be changed', () => {
  it('is done as asked, in doubt where the customer was changed since, and not done otherwise', async () => {
    const shop = connectShop();
    const { addresses } = await shop.call(getCustomer, { id: CUSTOMER });
    const change = (line1: string, id = addresses[0]?.id) => ({
      customerId: CUSTOMER,
      id,
      address: { line1, city: 'Cork', countryCode: 'IE' },
    });
    const before = shop.clock.now();
    await shop.clock.advance(1_000);
    await shop.call(saveAddress, change('5 Mill Lane'));

    expect(await look(shop, saveAddress, change('5 Mill Lane'))).toBe('done');
    expect(await look(shop, saveAddress, change('6 Mill Lane'), before)).toBe('cannot_tell');
    await shop.clock.advance(1_000);
    expect(await look(shop, saveAddress, change('6 Mill Lane'))).toBe('not_done');
    expect(await look(shop, saveAddress, change('6 Mill Lane', '999'))).toBe('cannot_tell');
  });
});

describe('options that were to be changed', () => {
  const of = (input: object) => ({ productId: PRODUCT, ...input });

  it('are done when the names are as they were to become, and none of the old is left', async () => {
    const shop = connectShop();
    const renamed = of({ option: 'Size', newName: 'Weight', renameValues: [{ from: '50 g', to: '50 grams' }] });

    expect(await look(shop, saveOptions, renamed)).toBe('not_done');
    await shop.call(saveOptions, renamed);
    expect(await look(shop, saveOptions, renamed)).toBe('done');
    await shop.clock.advance(1_000);
    expect(
      await look(shop, saveOptions, of({ option: 'Weight', renameValues: [{ from: '100 g', to: '50 grams' }] })),
    ).toBe('not_done');
  });

  it('are done with their variants alone, where these were asked for', async () => {
    const shop = connectShop();
    const choice = (createVariants: boolean) => of({ option: 'Size', addValues: ['1 kg'], createVariants });
    const before = shop.clock.now();
    await shop.clock.advance(1_000);
    await shop.call(saveOptions, choice(false));

    expect(await look(shop, saveOptions, choice(false))).toBe('done');
    expect(await look(shop, saveOptions, choice(true), before)).toBe('cannot_tell');
  });

  it('are done in the order alone that was asked for', async () => {
    const shop = connectShop();
    const { options } = await shop.call(saveOptions, of({ option: 'Packaging', addValues: ['Bag', 'Tin'] }));
    const order = options.map(({ name }) => name);
    await shop.clock.advance(1_000);

    expect(await look(shop, saveOptions, of({ order }))).toBe('done');
    expect(await look(shop, saveOptions, of({ order: order.toReversed() }))).toBe('not_done');
    expect(await look(shop, saveOptions, of({ option: 'Packaging', valueOrder: ['Tin', 'Bag'] }))).toBe('not_done');
    expect(await look(shop, saveOptions, of({ option: 'Nothing', addValues: ['1'] }))).toBe('not_done');
    expect(await look(shop, saveOptions, { productId: '1', order })).toBe('cannot_tell');
  });
});

describe('a return', () => {
  it('has the status or not, whoever gave it', async () => {
    const shop = connectShop();
    const approved = { id: '8100000010160', status: 'open' };

    expect(await look(shop, saveReturn, approved)).toBe('not_done');
    await shop.call(saveReturn, approved);
    expect(await look(shop, saveReturn, approved)).toBe('done');
    expect(await look(shop, saveReturn, { id: '1', status: 'closed' })).toBe('cannot_tell');
  });

  it('that was to be made is in doubt where one was made since, and where the order is not known', async () => {
    const shop = connectShop();
    const made = (orderId: string) => ({
      orderId,
      status: 'open',
      lines: [{ fulfillmentLineItemId: '8100001018000', quantity: 1 }],
    });
    const before = shop.clock.now();
    await shop.clock.advance(1_000);
    await shop.call(saveReturn, made('8100000001018'));

    expect(await look(shop, saveReturn, made('8100000001018'), before)).toBe('cannot_tell');
    await shop.clock.advance(1_000);
    expect(await look(shop, saveReturn, made('8100000001018'))).toBe('not_done');
    expect(await look(shop, saveReturn, made('1'))).toBe('cannot_tell');
  });
});
