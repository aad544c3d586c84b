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

    expect(warnings).toContainEqual(
      expect.stringMatching(/scope write_products, which .*shopify_update_product_seo.* use/),
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/scope read_inventory, which .*shopify_list_locations.* use/),
    );
    expect(warnings).toContainEqual(expect.stringMatching(/scope write_orders, which shopify_update_order, .* use/));
    expect(warnings.filter((warning) => /scope read_(products|orders|customers|locations),/.test(warning))).toEqual([]);
  });

  it('asks for no scope that only tools of a feature need', async () => {
    const { warnings } = await shopify.probe(connectShop({ scopes: ['read_products'] }).upstream());

    expect(warnings.join()).not.toMatch(/customer_merge|draft_orders/);
  });

  it('tells that older orders are hidden', async () => {
    const shop = connectShop({
      scopes: shopify.tools.flatMap(({ scopes }) => scopes),
    });

    const { warnings } = await shopify.probe(shop.upstream());

    expect(warnings.at(-1)).toContain('read_all_orders');
  });
});
