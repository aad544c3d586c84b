import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeShop } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { ShopifyUpstream } from './protocol/upstream.ts';
import { SHOPIFY_SETTINGS } from './settings.ts';
import { changeStock } from './tools/change-stock.ts';
import { createProduct } from './tools/create-product.ts';
import { deleteRecord } from './tools/delete-record.ts';
import { getBulkQuery } from './tools/get-bulk-query.ts';
import { getOrder } from './tools/get-order.ts';
import { getProduct } from './tools/get-product.ts';
import { getShop } from './tools/get-shop.ts';
import { listCollections } from './tools/list-collections.ts';
import { listContent } from './tools/list-content.ts';
import { listCustomData } from './tools/list-custom-data.ts';
import { listLocations } from './tools/list-locations.ts';
import { listProducts } from './tools/list-products.ts';
import { queryGraphql } from './tools/query-graphql.ts';
import { runReport } from './tools/run-report.ts';
import { saveContent } from './tools/save-content.ts';
import { saveCustomData } from './tools/save-custom-data.ts';
import { saveVariants } from './tools/save-variants.ts';
import { searchOrders } from './tools/search-orders.ts';
import { setPublished } from './tools/set-published.ts';
import { startBulkQuery } from './tools/start-bulk-query.ts';
import { updateProduct } from './tools/update-product.ts';
import { updateProductSeo } from './tools/update-product-seo.ts';

const tools = [
  listProducts,
  getProduct,
  updateProductSeo,
  searchOrders,
  getOrder,
  listLocations,
  getShop,
  createProduct,
  updateProduct,
  saveVariants,
  setPublished,
  changeStock,
  listCollections,
  listContent,
  saveContent,
  listCustomData,
  saveCustomData,
  deleteRecord,
  runReport,
  queryGraphql,
  startBulkQuery,
  getBulkQuery,
];

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
  probe: (upstream) => probeShop(upstream, tools),
  tools,
});
