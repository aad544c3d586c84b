import { demandScope } from '../access.ts';
import type { Exchange } from '../exchange.ts';
import { parseGid } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import { mergeTags } from '../tag-list.ts';
import { customerView } from '../views/customer-view.ts';
import { orderView } from '../views/order-view.ts';
import { productView } from '../views/product-view.ts';
import type { Area } from './area.ts';

/** Tags of products, orders and customers. */
export function tagArea(state: ShopState): Area {
  return {
    mutations: {
      tagsAdd: ({ id, tags }: { id: string; tags: readonly string[] }, exchange: Exchange) =>
        changeTags(state, id, exchange, (existing) => mergeTags(existing, tags)),
      tagsRemove: ({ id, tags }: { id: string; tags: readonly string[] }, exchange: Exchange) => {
        const gone = new Set(tags.map((tag) => tag.trim().toLowerCase()));
        return changeTags(state, id, exchange, (existing) => existing.filter((tag) => !gone.has(tag.toLowerCase())));
      },
    },
  };
}

function changeTags(
  state: ShopState,
  gid: string,
  exchange: Exchange,
  change: (tags: readonly string[]) => readonly string[],
) {
  const { type, id } = parseGid(gid);
  const changed = <T extends { readonly tags: readonly string[] }>(row: T) => ({ ...row, tags: change(row.tags) });
  const product = type === 'Product' ? state.products.get(id) : undefined;
  const order = type === 'Order' ? state.orders.get(id) : undefined;
  const customer = type === 'Customer' ? state.customers.get(id) : undefined;
  // Which scope a tag needs depends on what is tagged, so the schema cannot tell.
  if (product || order || customer) demandScope(`write_${type.toLowerCase()}s`, exchange);
  if (product) {
    const row = { ...changed(product), updatedAtMs: exchange.nowMs };
    state.putProduct(row);
    return { node: productView(state, row), userErrors: [] };
  }
  if (order) {
    const row = { ...changed(order), updatedAtMs: exchange.nowMs };
    state.orders.put(row);
    return { node: orderView(state, row), userErrors: [] };
  }
  if (customer) {
    const row = changed(customer);
    state.customers.put(row);
    return { node: customerView(state, row), userErrors: [] };
  }
  return { node: null, userErrors: [{ field: ['id'], message: `${type} does not exist` }] };
}
