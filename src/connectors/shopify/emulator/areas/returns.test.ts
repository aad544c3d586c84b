import { describe, expect, it } from 'vitest';
import { openTestShop, type TestShop } from '../../../../../test/support/shopify-shop.ts';

const orderId = 'gid://shopify/Order/8100000001018';
const line = 'gid://shopify/FulfillmentLineItem/8100001018000';
const PAYLOAD = '{ return { id name status } userErrors { field message code } }';

const create = (shop: TestShop, quantity: number, more: object = {}) =>
  shop.ask(`mutation C($input: ReturnInput!) { returnCreate(returnInput: $input) ${PAYLOAD} }`, {
    input: { orderId, returnLineItems: [{ fulfillmentLineItemId: line, quantity, ...more }] },
  });
const step = async (shop: TestShop, name: string, id: string) =>
  (await shop.ask(`mutation S($id: ID!) { ${name}(id: $id) ${PAYLOAD} }`, { id })).data[name];

describe('returns', () => {
  it('open an archived order again', async () => {
    const shop = openTestShop();
    const isClosed = async () => (await shop.ask(`{ order(id: "${orderId}") { closed } }`)).data.order.closed;
    await shop.ask(`mutation { orderClose(input: { id: "${orderId}" }) { userErrors { message } } }`);
    expect(await isClosed()).toBe(true);

    await create(shop, 1);

    expect(await isClosed()).toBe(false);
  });

  it('take no more pieces than are left, in one or in several', async () => {
    const shop = openTestShop();

    const [first, second, third] = [await create(shop, 1), await create(shop, 2), await create(shop, 1)];

    expect(first.data.returnCreate.return).toMatchObject({ name: '#2018-R1', status: 'OPEN' });
    expect(second.data.returnCreate.userErrors).toMatchObject([
      { field: ['returnLineItems', '0', 'quantity'], code: 'INVALID' },
    ]);
    expect(third.data.returnCreate.return.name).toBe('#2018-R2');
  });

  it('are moved only from a status that leads on', async () => {
    const shop = openTestShop();
    const { id } = (await create(shop, 1)).data.returnCreate.return;

    const early = await step(shop, 'returnReopen', id);
    const closed = await step(shop, 'returnClose', id);
    const late = await step(shop, 'returnCancel', id);

    expect([early, late].map(({ userErrors }) => userErrors[0].code)).toEqual(['INVALID_STATE', 'INVALID_STATE']);
    expect(closed.return.status).toBe('CLOSED');
    expect((await step(shop, 'returnClose', 'gid://shopify/Return/1')).userErrors[0].code).toBe('NOT_FOUND');
  });

  it('refuse a reason that is not in the library, and no id at all before anything runs', async () => {
    const shop = openTestShop();

    const strange = await create(shop, 1, { returnReasonDefinitionId: 'gid://shopify/ReturnReasonDefinition/1' });
    const none = await create(shop, 1, { returnReasonDefinitionId: 'quality' });

    expect(strange.data.returnCreate.userErrors[0].field.at(-1)).toBe('returnReasonDefinitionId');
    expect(none.errors[0].message).toContain('invalid value');
  });

  it('of old orders are hidden with them', async () => {
    const shop = openTestShop({ scopes: ['read_orders', 'read_returns'] });
    const all = openTestShop({ scopes: ['read_orders', 'read_all_orders', 'read_returns'] });
    const query = '{ return(id: "gid://shopify/Return/8100000008930") { status } }';

    expect((await all.ask(query)).data.return).toEqual({ status: 'CLOSED' });
    expect((await shop.ask(query)).data.return).toBeNull();
  });
});
