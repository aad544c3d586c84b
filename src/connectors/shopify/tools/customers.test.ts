import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getCustomer } from './get-customer.ts';
import { getOrder } from './get-order.ts';
import { mergeCustomers } from './merge-customers.ts';
import { saveCustomer } from './save-customer.ts';
import { searchCustomers } from './search-customers.ts';

const ID = '8100000000002';
const OTHER = '8100000000003';

describe('searching customers', () => {
  it('finds by words, address, tag and what they bought', async () => {
    const shop = connectShop();
    const byName = await shop.call(searchCustomers, { text: 'Rushworth' });
    const byEmail = await shop.call(searchCustomers, { email: 'rory.rushworth2@example.org' });
    const often = await shop.call(searchCustomers, { minOrders: 10, limit: 100 });
    const tagged = await shop.call(searchCustomers, { tag: 'wholesale', limit: 100 });

    expect(byName.customers.some(({ id }) => id.endsWith(ID))).toBe(true);
    expect(byEmail.customers.map(({ id }) => id)).toEqual([`gid://shopify/Customer/${ID}`]);
    expect(often.customers.length).toBeGreaterThan(0);
    expect(often.customers.every(({ orderCount }) => orderCount >= 10)).toBe(true);
    expect(tagged.customers.length).toBeGreaterThan(0);
    expect(tagged.customers.every(({ tags }) => tags.includes('wholesale'))).toBe(true);
  });

  it('pages through everybody once', async () => {
    const shop = connectShop();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(searchCustomers, { limit: 100, sortBy: 'name', descending: false, cursor });
      ids.push(...page.customers.map(({ id }) => id));
      cursor = page.nextCursor;
      await shop.clock.advance(5_000);
    } while (cursor !== undefined);

    expect(ids).toHaveLength(444);
    expect(new Set(ids).size).toBe(444);
  });

  it('takes text as text: no field, operator or wildcard comes out of it', async () => {
    const shop = connectShop();
    const attacks = ['x" OR tag:"vip', '* OR id:>0', 'a) OR (b', 'email:*'];
    for (const text of attacks) {
      const { customers } = await shop.call(searchCustomers, { text });
      expect(customers, text).toEqual([]);
    }
    const queries = shop.sent.map(({ variables }) => variables.query as string);
    for (const query of queries) expect(query.replace(/"[^"]*"|'[^']*'/g, '').trim()).toBe('');
  });

  it.each([{ limit: 101 }, { text: 'a\r\nb' }, { minOrders: -1 }, { minSpent: Number.NaN }, { query: 'x' }])(
    'refuses %j',
    (input) => {
      expect(searchCustomers.input.safeParse(input).success).toBe(false);
    },
  );
});

describe('getting a customer', () => {
  it('shows what they spent and their orders, newest first, page by page', async () => {
    const shop = connectShop();
    const { customer, orders: first, nextOrderCursor } = await shop.call(getCustomer, { id: ID, orderLimit: 10 });
    const { orders: rest, notices } = await shop.call(getCustomer, {
      id: ID,
      orderLimit: 10,
      orderCursor: nextOrderCursor,
    });
    const orders = [...first, ...rest];
    const times = orders.map(({ createdAt }) => createdAt);

    expect(orders).toHaveLength(customer.orderCount);
    expect(times).toEqual(times.toSorted().reverse());
    const kept = orders.filter(({ cancelledAt }) => cancelledAt === undefined);
    const sum = kept.reduce((total, { currentTotal }) => total + Number(currentTotal.amount), 0);
    expect(sum).toBeCloseTo(Number(customer.spent.amount), 2);
    expect(notices).toBeUndefined();
  });

  it('without read_all_orders says that older orders are hidden', async () => {
    const shop = connectShop({ scopes: ['read_orders', 'read_customers'] });
    const { orders, customer, notices } = await shop.call(getCustomer, { id: ID });

    expect(orders.length).toBeLessThan(customer.orderCount);
    expect(notices).toEqual([expect.stringContaining('read_all_orders')]);
  });

  it('that does not exist is not found', async () => {
    await expect(connectShop().call(getCustomer, { id: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([{}, { id: 'gid://shopify/Order/8100000000002' }, { id: 'rory@example.org' }, { id: '1', orderLimit: 0 }])(
    'refuses %j',
    (input) => {
      expect(getCustomer.input.safeParse(input).success).toBe(false);
    },
  );
});

describe('saving a customer', () => {
  it('changes what is given and leaves the rest', async () => {
    const shop = connectShop();
    const { customer: before } = await shop.call(getCustomer, { id: ID });

    const answer = await shop.call(saveCustomer, {
      id: ID,
      note: 'Prefers mornings',
      addTags: ['vip'],
      removeTags: ['Wholesale'],
    });

    const { customer: after } = await shop.call(getCustomer, { id: ID });
    expect(answer.created).toBe(false);
    expect(after).toEqual(answer.customer);
    expect(after).toMatchObject({ name: before.name, email: before.email, note: 'Prefers mornings', tags: ['vip'] });
  });

  it('creates somebody who is found afterwards', async () => {
    const shop = connectShop();

    const { customer, created } = await shop.call(saveCustomer, {
      firstName: 'Ada',
      email: 'Ada@Example.com',
      addTags: ['new'],
    });

    const { customers } = await shop.call(searchCustomers, { email: 'ada@example.com' });
    expect(created).toBe(true);
    expect(customers).toEqual([customer]);
    expect(customer).toMatchObject({ name: 'Ada', email: 'ada@example.com', orderCount: 0, tags: ['new'] });
    expect(customer.address).toBeUndefined();
  });

  it.each([
    [{ id: ID, email: 'quentin.carlier1@example.org' }, 'email', 'already been taken'],
    [{ email: 'quentin.carlier1@example.org' }, 'email', 'already been taken'],
    [{ id: ID, phone: '12' }, 'phone', 'invalid'],
    [{ id: '404', note: 'x' }, 'id', 'does not exist'],
  ])('%j is refused in the words of Shopify', async (input, path, message) => {
    await expect(connectShop().call(saveCustomer, input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path, message: expect.stringContaining(message) }], sent: 'no' },
    });
  });

  it.each([
    {},
    { id: ID },
    { removeTags: ['x'], email: 'a@example.com' },
    { email: 'x' },
    { firstName: 'a\nb' },
    { id: 'gid://shopify/Product/1', note: 'x' },
    { email: 'a@example.com', acceptsMarketing: true },
  ])('refuses %j', (input) => {
    expect(saveCustomer.input.safeParse(input).success).toBe(false);
  });
});

describe('merging customers', () => {
  it('moves all orders to the one that is kept, and the other is gone', async () => {
    const shop = connectShop();
    const { customer: kept } = await shop.call(getCustomer, { id: ID });
    const { customer: gone, orders } = await shop.call(getCustomer, { id: OTHER });

    const answer = await shop.call(mergeCustomers, { keepId: ID, mergeId: OTHER });

    const { customer } = await shop.call(getCustomer, { id: ID });
    const { order } = await shop.call(getOrder, { id: orders[0]!.id });
    expect(answer).toMatchObject({ customerId: kept.id, orderCount: kept.orderCount + gone.orderCount });
    expect(customer).toMatchObject({ email: kept.email, orderCount: kept.orderCount + gone.orderCount });
    expect(new Set(customer.tags)).toEqual(new Set([...kept.tags, ...gone.tags]));
    expect(order.customer?.id).toBe(kept.id);
    await expect(shop.call(getCustomer, { id: OTHER })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps the one that is named, whichever it is', async () => {
    const shop = connectShop();

    const { customerId } = await shop.call(mergeCustomers, { keepId: OTHER, mergeId: ID });

    expect(customerId).toBe(`gid://shopify/Customer/${OTHER}`);
  });

  it('that Shopify forbids changes nothing', async () => {
    const shop = connectShop();

    await expect(shop.call(mergeCustomers, { keepId: ID, mergeId: '404' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'mergeId' }], sent: 'no' },
    });
    expect(shop.sent.map(({ name }) => name)).toEqual(['MergePreview']);
  });

  it.each([
    { keepId: ID },
    { keepId: ID, mergeId: `gid://shopify/Customer/${ID}` },
    { keepId: ID, mergeId: 'gid://shopify/Order/8100000000003' },
  ])('refuses %j', (input) => {
    expect(mergeCustomers.input.safeParse(input).success).toBe(false);
  });
});
