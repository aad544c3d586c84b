import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeShop } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { ShopifyUpstream } from './protocol/upstream.ts';
import { SHOPIFY_SETTINGS } from './settings.ts';
import { addFile } from './tools/add-file.ts';
import { cancelFulfillment } from './tools/cancel-fulfillment.ts';
import { cancelOrder } from './tools/cancel-order.ts';
import { changeStock } from './tools/change-stock.ts';
import { createProduct } from './tools/create-product.ts';
import { createWebhook } from './tools/create-webhook.ts';
import { deleteProduct } from './tools/delete-product.ts';
import { deleteRedirect } from './tools/delete-redirect.ts';
import { deleteWebhook } from './tools/delete-webhook.ts';
import { finishDraftOrder } from './tools/finish-draft-order.ts';
import { getCustomer } from './tools/get-customer.ts';
import { getOrder } from './tools/get-order.ts';
import { getProduct } from './tools/get-product.ts';
import { getShop } from './tools/get-shop.ts';
import { listAbandonedCheckouts } from './tools/list-abandoned-checkouts.ts';
import { listCollections } from './tools/list-collections.ts';
import { listContent } from './tools/list-content.ts';
import { listDiscounts } from './tools/list-discounts.ts';
import { listDraftOrders } from './tools/list-draft-orders.ts';
import { listFiles } from './tools/list-files.ts';
import { listFulfillmentOrders } from './tools/list-fulfillment-orders.ts';
import { listLocations } from './tools/list-locations.ts';
import { listMetafields } from './tools/list-metafields.ts';
import { listMetaobjects } from './tools/list-metaobjects.ts';
import { listProducts } from './tools/list-products.ts';
import { listRedirects } from './tools/list-redirects.ts';
import { listWebhooks } from './tools/list-webhooks.ts';
import { mergeCustomers } from './tools/merge-customers.ts';
import { previewRefund } from './tools/preview-refund.ts';
import { refundOrder } from './tools/refund-order.ts';
import { saveContent } from './tools/save-content.ts';
import { saveCustomer } from './tools/save-customer.ts';
import { saveDiscount } from './tools/save-discount.ts';
import { saveDraftOrder } from './tools/save-draft-order.ts';
import { saveFulfillment } from './tools/save-fulfillment.ts';
import { saveMetaobject } from './tools/save-metaobject.ts';
import { saveRedirect } from './tools/save-redirect.ts';
import { saveVariants } from './tools/save-variants.ts';
import { searchCustomers } from './tools/search-customers.ts';
import { searchOrders } from './tools/search-orders.ts';
import { setMetafields } from './tools/set-metafields.ts';
import { setPublished } from './tools/set-published.ts';
import { updateOrder } from './tools/update-order.ts';
import { updateProduct } from './tools/update-product.ts';
import { updateProductSeo } from './tools/update-product-seo.ts';

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
  listDraftOrders,
  saveDraftOrder,
  finishDraftOrder,
  searchCustomers,
  getCustomer,
  saveCustomer,
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
  deleteProduct,
  setPublished,
  changeStock,
  listCollections,
  listRedirects,
  saveRedirect,
  deleteRedirect,
  listContent,
  saveContent,
  listMetafields,
  setMetafields,
  listMetaobjects,
  saveMetaobject,
  listFiles,
  addFile,
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
