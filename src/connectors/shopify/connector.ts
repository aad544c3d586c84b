import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeShop } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { ShopifyUpstream } from './protocol/upstream.ts';
import { SHOPIFY_SETTINGS } from './settings.ts';
import { cancelFulfillment } from './tools/cancel-fulfillment.ts';
import { cancelOrder } from './tools/cancel-order.ts';
import { changeStock } from './tools/change-stock.ts';
import { createProduct } from './tools/create-product.ts';
import { createWebhook } from './tools/create-webhook.ts';
import { deleteCustomData } from './tools/delete-custom-data.ts';
import { deleteOptions } from './tools/delete-options.ts';
import { deleteRecord } from './tools/delete-record.ts';
import { deleteWebhook } from './tools/delete-webhook.ts';
import { getBulkQuery } from './tools/get-bulk-query.ts';
import { getCustomer } from './tools/get-customer.ts';
import { getOrder } from './tools/get-order.ts';
import { getProduct } from './tools/get-product.ts';
import { getShop } from './tools/get-shop.ts';
import { listAbandonedCheckouts } from './tools/list-abandoned-checkouts.ts';
import { listCollections } from './tools/list-collections.ts';
import { listContent } from './tools/list-content.ts';
import { listCustomData } from './tools/list-custom-data.ts';
import { listDiscounts } from './tools/list-discounts.ts';
import { listDraftOrders } from './tools/list-draft-orders.ts';
import { listFulfillmentOrders } from './tools/list-fulfillment-orders.ts';
import { listLocations } from './tools/list-locations.ts';
import { listProducts } from './tools/list-products.ts';
import { listReturns } from './tools/list-returns.ts';
import { listWebhooks } from './tools/list-webhooks.ts';
import { mergeCustomers } from './tools/merge-customers.ts';
import { previewRefund } from './tools/preview-refund.ts';
import { queryGraphql } from './tools/query-graphql.ts';
import { refundOrder } from './tools/refund-order.ts';
import { runReport } from './tools/run-report.ts';
import { saveAddress } from './tools/save-address.ts';
import { saveCollection } from './tools/save-collection.ts';
import { saveContent } from './tools/save-content.ts';
import { saveCustomData } from './tools/save-custom-data.ts';
import { saveCustomer } from './tools/save-customer.ts';
import { saveDiscount } from './tools/save-discount.ts';
import { saveDraftOrder } from './tools/save-draft-order.ts';
import { saveFulfillment } from './tools/save-fulfillment.ts';
import { saveOptions } from './tools/save-options.ts';
import { saveReturn } from './tools/save-return.ts';
import { saveVariants } from './tools/save-variants.ts';
import { searchCustomers } from './tools/search-customers.ts';
import { searchOrders } from './tools/search-orders.ts';
import { setPublished } from './tools/set-published.ts';
import { startBulkQuery } from './tools/start-bulk-query.ts';
import { updateOrder } from './tools/update-order.ts';
import { updateProduct } from './tools/update-product.ts';
import { updateProductSeo } from './tools/update-product-seo.ts';
import { shopifyWebhooks } from './webhooks.ts';

const tools = [
  listProducts,
  getProduct,
  updateProductSeo,
  searchOrders,
  getOrder,
  updateOrder,
  cancelOrder,
  previewRefund,
  refundOrder,
  listFulfillmentOrders,
  saveFulfillment,
  cancelFulfillment,
  listReturns,
  saveReturn,
  listDraftOrders,
  saveDraftOrder,
  searchCustomers,
  getCustomer,
  saveCustomer,
  saveAddress,
  mergeCustomers,
  listDiscounts,
  saveDiscount,
  listAbandonedCheckouts,
  listWebhooks,
  createWebhook,
  deleteWebhook,
  listLocations,
  getShop,
  createProduct,
  updateProduct,
  saveVariants,
  saveOptions,
  deleteOptions,
  setPublished,
  changeStock,
  listCollections,
  saveCollection,
  listContent,
  saveContent,
  listCustomData,
  saveCustomData,
  deleteCustomData,
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
  webhooks: shopifyWebhooks,
  probe: (upstream) => probeShop(upstream, tools),
  tools,
});
