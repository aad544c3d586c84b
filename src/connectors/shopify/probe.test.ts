import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../test/support/connected-shop.ts';
import { shopify } from './connector.ts';

describe('the probe', () => {
  it('says who answers, and warns of nothing where everything is granted', async () => {
    const shop = connectShop();

    const { summary, warnings } = await shopify.probe(shop.upstream());

    expect(summary).toMatch(
      /^Larkmoor.* \(larkmoor-tea-emulated\.myshopify\.com, plan .+, EUR, Europe\/Dublin\), API 2026-10\.$/,
    );
    expect(warnings).toEqual([]);
    expect(shop.sent.map(({ requestedCost }) => requestedCost)).toEqual([5]);
  });

  it('names each missing scope with the tools that need it', async () => {
    const shop = connectShop({
      scopes: ['read_products', 'read_orders', 'read_all_orders', 'read_customers', 'read_locations'],
    });

    const { warnings } = await shopify.probe(shop.upstream());

    expect(warnings).toContainEqual(expect.stringMatching(/write_products, which .*shopify_update_product_seo.* use/));
    expect(warnings).toContainEqual(expect.stringMatching(/read_inventory, which .*shopify_list_locations.* use/));
    expect(warnings.filter((warning) => warning.includes('read_locations'))).toEqual([]);
  });

  it('tells that older orders are hidden', async () => {
    const shop = connectShop({
      scopes: ['write_products', 'read_orders', 'read_customers', 'read_locations', 'read_inventory'],
    });

    const { warnings } = await shopify.probe(shop.upstream());

    expect(warnings.at(-1)).toContain('read_all_orders');
  });
});
