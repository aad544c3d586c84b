import type { ShopOrder, WorkOrder } from '../shop-order.ts';
import { field, type SearchFields } from './field-kinds.ts';

/** What a search over fulfillment orders may name (shopify.dev: QueryRoot.fulfillmentOrders, argument `query`). */
export const workOrderFields: SearchFields<{ readonly order: ShopOrder; readonly work: WorkOrder }> = {
  default: field('text', ({ order }) => `#${order.number}`),
  id: field('id', ({ work }) => work.id),
  status: field('keyword', ({ work }) => work.status),
  assigned_location_id: field('id', ({ work }) => work.locationId),
  updated_at: field('time', ({ work }) => work.updatedAtMs),
};
