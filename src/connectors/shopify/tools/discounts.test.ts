import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { listDiscounts } from './list-discounts.ts';
import { saveDiscount } from './save-discount.ts';

const NEW = { code: 'FRIDAY20', percent: 20 };

describe('listing discounts', () => {
  it('shows every kind, with codes, uses and how they stand', async () => {
    const { discounts } = await connectShop().call(listDiscounts, {});

    expect(new Set(discounts.map(({ method, kind }) => `${method} ${kind}`))).toEqual(
      new Set(['code basic', 'code free_shipping', 'code bxgy', 'automatic basic', 'automatic free_shipping']),
    );
    expect(discounts.find(({ code }) => code === 'WELCOME10')).toMatchObject({
      id: 'gid://shopify/DiscountCodeNode/8100000000001',
      status: 'active',
      summary: '10% off entire order',
      oncePerCustomer: true,
      codeCount: 1,
    });
    expect(discounts.find(({ code }) => code === 'WELCOME10')?.used).toBeGreaterThan(0);
    const automatic = discounts.find(({ method }) => method === 'automatic');
    expect([automatic?.code, automatic?.usageLimit]).toEqual([undefined, undefined]);
  });

  it('filters, and pages through all of them once', async () => {
    const shop = connectShop();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(listDiscounts, { limit: 3, cursor });
      ids.push(...page.discounts.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const { discounts: expired } = await shop.call(listDiscounts, { status: 'expired' });
    const { discounts: automatic } = await shop.call(listDiscounts, { method: 'automatic' });
    const { discounts: byCode } = await shop.call(listDiscounts, { code: 'welcome10' });

    expect([ids.length, new Set(ids).size]).toEqual([8, 8]);
    expect(expired.map(({ code }) => code)).toEqual(['SPRING5']);
    expect(automatic.every(({ method }) => method === 'automatic')).toBe(true);
    expect(byCode.map(({ code }) => code)).toEqual(['WELCOME10']);
  });

  it('takes a code as text, whatever it holds', async () => {
    const shop = connectShop();
    const { discounts } = await shop.call(listDiscounts, { code: 'x" OR code:"WELCOME10' });

    expect(discounts).toEqual([]);
  });

  it.each([{ code: 'a\nb' }, { status: 'ACTIVE' }, { limit: 101 }])('refuses %j', (input) => {
    expect(listDiscounts.input.safeParse(input).success).toBe(false);
  });
});

describe('saving a discount', () => {
  it('makes a code for whole days of the shop, seen by whoever lists', async () => {
    const shop = connectShop();

    const { discount } = await shop.call(saveDiscount, {
      ...NEW,
      startsAt: '2026-07-01',
      endsAt: '2026-11-27',
      usageLimit: 50,
      minimumSubtotal: '30.00',
      oncePerCustomer: true,
    });

    expect(discount).toMatchObject({
      code: 'FRIDAY20',
      title: 'FRIDAY20',
      status: 'active',
      startsAt: '2026-06-30T23:00:00Z',
      endsAt: '2026-11-28T00:00:00Z',
      usageLimit: 50,
      oncePerCustomer: true,
    });
    const { discounts } = await shop.call(listDiscounts, { code: 'FRIDAY20' });
    expect(discounts).toEqual([discount]);
    expect(discounts[0]?.summary).toContain('20%');
  });

  it('begins now where nothing is said, and takes an amount as well', async () => {
    const { discount } = await connectShop().call(saveDiscount, { code: 'FIVE', amount: '5.00' });

    expect(discount).toMatchObject({ startsAt: '2026-11-22T12:00:00Z', status: 'active' });
    expect([discount.endsAt, discount.summary]).toEqual([undefined, expect.stringContaining('5.00 EUR')]);
  });

  it('switches codes and automatic ones off and on', async () => {
    const shop = connectShop();
    const { discounts } = await shop.call(listDiscounts, { status: 'active' });
    const ids = ['code', 'automatic'].map((wanted) => discounts.find(({ method }) => method === wanted)!.id);

    for (const id of ids) {
      const { discount: off } = await shop.call(saveDiscount, { id, active: false });
      const { discount: on } = await shop.call(saveDiscount, { id, active: true });
      expect([off.status, on.status, on.id]).toEqual(['expired', 'active', id]);
    }
  });

  it.each([
    ['a code that there is', { ...NEW, code: 'Welcome10' }, 'basicCodeDiscount.code'],
    [
      'an end before its beginning',
      { ...NEW, startsAt: '2026-11-28', endsAt: '2026-11-01' },
      'basicCodeDiscount.endsAt',
    ],
    ['an id that there is not', { id: 'gid://shopify/DiscountCodeNode/404', active: true }, 'id'],
    ['the id of the other kind', { id: 'gid://shopify/DiscountAutomaticNode/8100000000001', active: true }, 'id'],
  ])('with %s is refused, and the path says where', async (_, input, path) => {
    await expect(connectShop().call(saveDiscount, input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path }], sent: 'no' },
    });
  });

  it('without the right to write names the scope', async () => {
    const shop = connectShop({ scopes: ['read_discounts'] });

    await expect(shop.call(saveDiscount, NEW)).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('write_discounts'),
    });
  });

  it.each([
    {},
    { code: 'A' },
    { code: 'A', percent: 10, amount: '1.00' },
    { code: 'A', percent: 0 },
    { code: 'A', percent: 101 },
    { code: 'A', amount: '-1' },
    { code: 'A\r\nB', percent: 10 },
    { percent: 10 },
    { id: 'gid://shopify/DiscountCodeNode/1' },
    { id: 'gid://shopify/DiscountCodeNode/1', active: true, code: 'A' },
    { active: true },
    { id: '1', active: true },
    { id: 'gid://shopify/Order/1', active: true },
    { id: 'gid://shopify/DiscountCodeNode/1\n', active: true },
    { ...NEW, startsAt: '2026-02-30' },
  ])('refuses %j', (input) => {
    expect(saveDiscount.input.safeParse(input).success).toBe(false);
  });
});
