import type { GraphQLResolveInfo } from 'graphql';
import type { Customer } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { type CountArguments, count, type ListArguments, type Listing, list } from '../listing.ts';
import { customerFields } from '../search/customer-fields.ts';
import type { ShopState } from '../shop-state.ts';
import { customerView } from '../views/customer-view.ts';
import { type Area, byId, showing } from './area.ts';

type Info = GraphQLResolveInfo;

/** Customers. */
export function customerArea(state: ShopState): Area {
  const customer = (id: number) => showing(state.customers.get(id), (row) => customerView(state, row));
  return {
    queries: {
      customers: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(state.customers.all(), args, exchange, info, customerListing(state)),
      customersCount: (args: CountArguments, exchange: Exchange, info: Info) =>
        count(state.customers.all(), args, exchange, info, customerFields(state)),
      customer: byId('Customer', customer),
    },
    nodes: { Customer: customer },
  };
}

function customerListing(state: ShopState): Listing<Customer, unknown> {
  return {
    fields: customerFields(state),
    idOf: (customer) => customer.id,
    toNode: (customer) => customerView(state, customer),
    sortKeys: {
      CREATED_AT: (customer) => customer.createdAtMs,
      UPDATED_AT: (customer) => state.ordersOf(customer.id).at(-1)?.updatedAtMs ?? customer.createdAtMs,
      NAME: ({ firstName, lastName }) => `${lastName} ${firstName}`.toLowerCase(),
      LOCATION: ({ address }) => `${address.country} ${address.city}`.toLowerCase(),
    },
  };
}
