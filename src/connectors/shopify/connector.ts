import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeShop } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { ShopifyUpstream } from './protocol/upstream.ts';
import { SHOPIFY_SETTINGS } from './settings.ts';
import { getOrder } from './tools/get-order.ts';
import { getProduct } from './tools/get-product.ts';
import { listLocations } from './tools/list-locations.ts';
import { listProducts } from './tools/list-products.ts';
import { searchOrders } from './tools/search-orders.ts';
import { updateProductSeo } from './tools/update-product-seo.ts';
import { shopifyWebhooks } from './webhooks.ts';

const tools = [listProducts, getProduct, updateProductSeo, searchOrders, getOrder, listLocations];

/** Shopify, over its Admin GraphQL API (https://shopify.dev/docs/api/admin-graphql). */
export const shopify = defineConnector<ShopifyUpstream>({
  id: 'shopify',
  title: 'Shopify',
  description: 'The web shop itself: products, orders, locations and stock.',
  version: 1,
  toolPrefix: 'shopify_',
  settings: SHOPIFY_SETTINGS,
  configure,
  // What the smallest plan grants (https://shopify.dev/docs/api/usage/limits); the first reply tells the true figures.
  quota: { unit: 'points', available: 2000, maximum: 2000, restorePerSecond: 100 },
  classify,
  upstream: (channel, target) => new ShopifyUpstream(channel, target),
  webhooks: shopifyWebhooks,
  probe: (upstream) => probeShop(upstream, tools),
  tools,
});
