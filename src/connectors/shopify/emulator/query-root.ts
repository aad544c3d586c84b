import type { GraphQLResolveInfo } from 'graphql';
import type { Customer, Location, Product, Variant } from '../../../emulation/world/records.ts';
import { supportedVersions, versionNames } from './api-versions.ts';
import { type Exchange, ordersVisibleFromMs } from './exchange.ts';
import { idOfType, parseGid, toGid } from './gid.ts';
import { count, type ListArguments, type Listing, list } from './listing.ts';
import { customerFields } from './search/customer-fields.ts';
import { productFields, variantFields } from './search/product-fields.ts';
import { inventoryItemFields, locationFields } from './search/stock-fields.ts';
import type { ShopState } from './shop-state.ts';
import { customerView } from './views/customer-view.ts';
import { orderListing } from './views/order-listing.ts';
import { orderView } from './views/order-view.ts';
import { productView, variantSortKeys, variantView } from './views/product-view.ts';
import { shopView } from './views/shop-view.ts';
import { inventoryItemView, levelAt, levelView, locationView } from './views/stock-view.ts';

type Info = GraphQLResolveInfo;
type CountArguments = { readonly query?: string | null; readonly limit?: number | null };
type ById = { readonly id: string };

/** Answers the fields of `QueryRoot` from what the shop holds. */
export function queryRoot(state: ShopState) {
  const orders = (exchange: Exchange) =>
    state.orders.all().filter((order) => order.createdAtMs >= ordersVisibleFromMs(exchange));
  const variants = () => state.products.all().flatMap((product) => product.variants);
  const order = (id: number, exchange: Exchange) => {
    const found = state.orders.get(id);
    return found && found.createdAtMs >= ordersVisibleFromMs(exchange) ? orderView(state, found) : null;
  };
  const node = (gid: string, exchange: Exchange) => {
    const { type, id } = parseGid(gid);
    return type === 'Order' ? order(id, exchange) : nodeOf(state, type, id);
  };
  const byId =
    (type: string) =>
    ({ id }: ById, exchange: Exchange) =>
      idOfType(type, id) === undefined ? null : node(id, exchange);

  return {
    shop: () => shopView(state),
    products: (args: ListArguments, exchange: Exchange, info: Info) =>
      list(state.products.all(), args, exchange, info, productListing(state)),
    productsCount: (args: CountArguments, exchange: Exchange, info: Info) =>
      count(state.products.all(), args, exchange, info, productFields(state)),
    product: byId('Product'),
    productByIdentifier: ({ identifier }: { identifier: { id?: string; handle?: string } }, exchange: Exchange) => {
      if (identifier.id !== undefined) return byId('Product')({ id: identifier.id }, exchange);
      const found = state.productByHandle(identifier.handle!);
      return found ? productView(state, found) : null;
    },
    productVariants: (args: ListArguments, exchange: Exchange, info: Info) =>
      list(variants(), args, exchange, info, variantListing(state)),
    productVariant: byId('ProductVariant'),
    orders: (args: ListArguments, exchange: Exchange, info: Info) =>
      list(orders(exchange), args, exchange, info, orderListing(state)),
    ordersCount: (args: CountArguments, exchange: Exchange, info: Info) =>
      count(orders(exchange), args, exchange, info, orderListing(state).fields),
    order: byId('Order'),
    customers: (args: ListArguments, exchange: Exchange, info: Info) =>
      list(state.customers.all(), args, exchange, info, customerListing(state)),
    customersCount: (args: CountArguments, exchange: Exchange, info: Info) =>
      count(state.customers.all(), args, exchange, info, customerFields(state)),
    customer: byId('Customer'),
    locations: (args: ListArguments, exchange: Exchange, info: Info) =>
      list(state.locations.all(), args, exchange, info, locationListing(state)),
    // Without an id: the location that sends the parcels.
    location: ({ id }: { id?: string | null }, exchange: Exchange) =>
      byId('Location')({ id: id ?? toGid('Location', 1) }, exchange),
    inventoryItems: (args: ListArguments, exchange: Exchange, info: Info) =>
      list(variants(), args, exchange, info, {
        fields: inventoryItemFields,
        sortKeys: {},
        idOf: (variant) => variant.id,
        toNode: (variant) => inventoryItemView(state, variant),
      }),
    inventoryItem: byId('InventoryItem'),
    inventoryLevel: byId('InventoryLevel'),
    node: ({ id }: ById, exchange: Exchange) => node(id, exchange),
    nodes: ({ ids }: { ids: readonly string[] }, exchange: Exchange) => ids.map((id) => node(id, exchange)),
    currentAppInstallation: (_: unknown, exchange: Exchange) => installationView(exchange),
    publicApiVersions: () =>
      versionNames.map((handle) => ({ handle, displayName: handle, supported: supportedVersions.includes(handle) })),
  };
}

function nodeOf(state: ShopState, type: string, id: number): unknown {
  const show = <T>(row: T | undefined, view: (state: ShopState, row: T) => unknown) => (row ? view(state, row) : null);
  switch (type) {
    case 'Product':
      return show(state.products.get(id), productView);
    case 'ProductVariant':
      return show(state.variants.get(id), variantView);
    case 'InventoryItem':
      return show(state.variants.get(id), inventoryItemView);
    case 'InventoryLevel':
      return show(levelAt(state, Math.floor(id / 10), id % 10), levelView);
    case 'Customer':
      return show(state.customers.get(id), customerView);
    case 'Location':
      return show(state.locations.get(id), locationView);
    case 'Shop':
      return id === 1 ? shopView(state) : null;
    default:
      return null;
  }
}

function productListing(state: ShopState): Listing<Product, unknown> {
  return {
    fields: productFields(state),
    idOf: (product) => product.id,
    toNode: (product) => productView(state, product),
    sortKeys: {
      CREATED_AT: (product) => product.createdAtMs,
      UPDATED_AT: (product) => product.updatedAtMs,
      PUBLISHED_AT: (product) => product.publishedAtMs,
      TITLE: (product) => product.title.toLowerCase(),
      PRODUCT_TYPE: (product) => product.type.toLowerCase(),
      VENDOR: (product) => product.vendor.toLowerCase(),
      INVENTORY_TOTAL: (product) => state.availableOfProduct(product),
    },
  };
}

function variantListing(state: ShopState): Listing<Variant, unknown> {
  return {
    fields: variantFields(state),
    idOf: (variant) => variant.id,
    toNode: (variant) => variantView(state, variant),
    sortKeys: { ...variantSortKeys, INVENTORY_QUANTITY: (variant) => state.availableOf(variant.id) },
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

function locationListing(state: ShopState): Listing<Location, unknown> {
  return {
    fields: locationFields,
    idOf: (location) => location.id,
    toNode: (location) => locationView(state, location),
    sortKeys: { NAME: (location) => location.name.toLowerCase() },
  };
}

function installationView({ scopes, apiKey }: Exchange) {
  return {
    __typename: 'AppInstallation',
    id: toGid('AppInstallation', 1),
    accessScopes: [...scopes].map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    app: {
      __typename: 'App',
      id: toGid('App', 1),
      title: 'MCP Enterprise Platform',
      handle: `app-${apiKey.slice(0, 8)}`,
    },
  };
}
