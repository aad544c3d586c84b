import { describe, expect, it } from 'vitest';
import { openTestShop, type TestShop } from '../../../../../test/support/shopify-shop.ts';

const KEY = '0199b3a0-0000-7000-8000-00000000000a';
const parentId = 'gid://shopify/OrderTransaction/8100000010180';
const orderId = 'gid://shopify/Order/8100000001018';
const input = (amount: string, order = orderId) => ({
  orderId: order,
  transactions: [{ amount, gateway: 'shopify_payments', kind: 'REFUND', orderId: order, parentId }],
});

const refund = (shop: TestShop, amount: string, directive: string, order = orderId) =>
  shop.ask(
    `mutation R($input: RefundInput!) { refundCreate(input: $input) ${directive} { refund { id } userErrors { field message } } }`,
    { input: input(amount, order) },
  );
const refunds = async (shop: TestShop) =>
  (await shop.ask(`{ order(id: "${orderId}") { refunds { id } totalRefundedSet { shopMoney { amount } } } }`)).data
    .order;

describe('refundCreate', () => {
  it('is refused without @idempotent, and nothing is done', async () => {
    const shop = openTestShop();

    const { errors } = await refund(shop, '1.00', '');

    expect(errors[0].message).toContain('@idempotent');
    expect((await refunds(shop)).refunds).toEqual([]);
  });

  it('answers a known key with its first answer for a day, and pays once', async () => {
    const shop = openTestShop();
    const directive = `@idempotent(key: "${KEY}")`;
    const first = await refund(shop, '1.00', directive);
    await shop.clock.advance(23 * 3_600_000);

    const again = await refund(shop, '1.00', directive);

    expect(again.data).toEqual(first.data);
    expect(await refunds(shop)).toEqual({
      refunds: [first.data.refundCreate.refund],
      totalRefundedSet: { shopMoney: { amount: '1.0' } },
    });
    await shop.clock.advance(2 * 3_600_000);
    await refund(shop, '1.00', directive);
    expect((await refunds(shop)).refunds).toHaveLength(2);
  });

  it('refuses a known key with other arguments', async () => {
    const shop = openTestShop();
    await refund(shop, '1.00', `@idempotent(key: "${KEY}")`);

    const { data } = await refund(shop, '2.00', `@idempotent(key: "${KEY}")`);

    expect(data.refundCreate.userErrors[0].message).toContain('different operation parameters');
    expect((await refunds(shop)).totalRefundedSet.shopMoney.amount).toBe('1.0');
  });

  it('never pays back more than came in, over several refunds and within one', async () => {
    const shop = openTestShop();
    await refund(shop, '48.00', '@idempotent(key: "a")');

    const { data } = await refund(shop, '0.06', '@idempotent(key: "b")');
    const last = await refund(shop, '0.05', '@idempotent(key: "c")');

    expect(data.refundCreate.userErrors).toEqual([
      { field: ['transactions', '0', 'amount'], message: expect.stringContaining('exceeds') },
    ]);
    expect(last.data.refundCreate.userErrors).toEqual([]);
    const { data: after } = await shop.ask(`{ order(id: "${orderId}") { displayFinancialStatus refundable } }`);
    expect(after.order).toEqual({ displayFinancialStatus: 'REFUNDED', refundable: false });
  });

  it('takes no payment of another order', async () => {
    const { data } = await refund(openTestShop(), '1.00', '@idempotent(key: "a")', 'gid://shopify/Order/8100000001026');

    expect(data.refundCreate.userErrors[0].field).toEqual(['transactions', '0', 'parentId']);
  });
});
