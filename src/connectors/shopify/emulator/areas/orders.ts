import type { GraphQLResolveInfo } from 'graphql';
import { type Exchange, ordersVisibleFromMs } from '../exchange.ts';
import { type CountArguments, count, type ListArguments, list } from '../listing.ts';
import type { ShopState } from '../shop-state.ts';
import { orderListing } from '../views/order-listing.ts';
import { orderView } from '../views/order-view.ts';
import { type Area, byId, showing } from './area.ts';

type Info = GraphQLResolveInfo;

/** Orders, as far back as the app may see. */
export function orderArea(state: ShopState): Area {
  const orders = (exchange: Exchange) =>
    state.orders.all().filter((order) => order.createdAtMs >= ordersVisibleFromMs(exchange));
  const order = (id: number, exchange: Exchange) => {
    const found = state.orders.get(id);
    const isVisible = found !== undefined && found.createdAtMs >= ordersVisibleFromMs(exchange);
    return showing(isVisible ? found : undefined, (row) => orderView(state, row));
  };
  return {
    queries: {
      orders: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(orders(exchange), args, exchange, info, orderListing(state)),
      ordersCount: (args: CountArguments, exchange: Exchange, info: Info) =>
        count(orders(exchange), args, exchange, info, orderListing(state).fields),
      order: byId('Order', order),
    },
    nodes: { Order: order },
  };
}
