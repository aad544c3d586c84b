import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../test/support/connected-shop.ts';
import { compileMasker } from '../../privacy/personal-fields.ts';
import { shopify } from './connector.ts';
import { searchOrders } from './tools/search-orders.ts';

const EXAMPLES = shopify.tools.flatMap((tool) =>
  tool.examples.map((example) => ({ tool, example, title: `${tool.name}: ${example.title}` })),
);

describe('every example', () => {
  it.each(EXAMPLES)('$title works, and costs what the tool says before it is sent', async ({ tool, example }) => {
    const shop = connectShop();

    await shop.call(tool, example.input);

    const requested = shop.sent.reduce((sum, { requestedCost }) => sum + requestedCost, 0);
    const declared = tool.cost?.(tool.input.parse(example.input)) ?? 0;
    expect(requested).toBeLessThanOrEqual(declared);
    // Whether a search has to ask for the scopes as well (2 points) is known only when it runs.
    expect(declared - requested).toBeLessThanOrEqual(tool === searchOrders ? 2 : 0);
    for (const { requestedCost } of shop.sent) expect(requestedCost).toBeLessThanOrEqual(1000);
  });
});

/** The most that each tool can be asked for in one call; the last example of those whose calls all cost the same. */
const LARGEST: Readonly<Record<string, Record<string, unknown>>> = {
  shopify_list_products: { limit: 100 },
  shopify_get_product: { id: '8100000000010', variantLimit: 100 },
  shopify_search_orders: { limit: 90, createdFrom: '2025-11-01' },
  shopify_get_order: { name: '1900', lineLimit: 50, timeline: true },
  shopify_list_locations: { productId: '8100000000010' },
  shopify_list_collections: { limit: 100 },
  shopify_list_returns: { limit: 50 },
  shopify_get_customer: { id: '8100000000002', orderLimit: 100 },
  shopify_list_content: { kind: 'article', limit: 100 },
  shopify_list_custom_data: { limit: 100 },
  shopify_update_product_seo: { id: '8100000000010', title: 'New', description: 'New' },
};

describe('the largest call', () => {
  it.each(shopify.tools)('of $name stays below what Shopify answers at once', async (tool) => {
    const shop = connectShop();

    await shop.call(tool, LARGEST[tool.name] ?? tool.examples.at(-1)!.input);

    for (const { requestedCost } of shop.sent) expect(requestedCost).toBeLessThanOrEqual(1000);
  });
});

describe('fields that identify people', () => {
  it('are masked in orders, and what says nothing of a person is left', async () => {
    const { orders } = await connectShop().call(searchOrders, { limit: 20 });
    const [shown] = orders.filter(({ customer }) => customer !== undefined);

    const masked = compileMasker(searchOrders.output)?.({ orders, timeZone: 'UTC' }) as { orders: typeof orders };

    const text = JSON.stringify(masked);
    for (const { customer, email } of orders) {
      for (const told of [customer?.name, customer?.email, email]) if (told) expect(text).not.toContain(told);
    }
    expect(masked.orders.find(({ id }) => id === shown?.id)).toMatchObject({
      id: shown?.id,
      total: shown?.total,
      shippingCity: shown?.shippingCity,
      customer: { id: shown?.customer?.id, name: '[masked]', email: '[masked]' },
    });
  });

  it('are masked in every part of one order', async () => {
    const getOrder = shopify.tools.find(({ name }) => name === 'shopify_get_order')!;
    const answer = (await connectShop().call(getOrder, { name: '#1900' })) as {
      order: Record<string, Record<string, string>>;
    };

    const masked = JSON.stringify(compileMasker(getOrder.output)?.(answer));

    const { customer, shippingAddress, billingAddress } = answer.order;
    const told = [
      customer?.name,
      customer?.email,
      ...[shippingAddress, billingAddress].flatMap((address) => [
        address?.name,
        address?.line1,
        address?.postalCode,
        address?.phone,
      ]),
    ];
    for (const text of told) if (text) expect(masked).not.toContain(text);
    expect(masked).toContain(billingAddress?.city);
  });
});
