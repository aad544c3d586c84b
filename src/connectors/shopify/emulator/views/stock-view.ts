import type { GraphQLResolveInfo } from 'graphql';
import type { Location, StockLevel, Variant } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid, toLegacyId } from '../gid.ts';
import { exactly, type ListArguments, list } from '../listing.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { levelFields } from '../search/stock-fields.ts';
import type { ShopState } from '../shop-state.ts';
import { variantView } from './product-view.ts';
import { formattedPlace, placeView, toDateTime, toMoney } from './values.ts';

/** Shows a location as Shopify's `Location`. */
export function locationView(state: ShopState, location: Location) {
  const levels = () => state.stockAt(location.id);
  return {
    __typename: 'Location',
    id: toGid('Location', location.id),
    legacyResourceId: toLegacyId(location.id),
    name: location.name,
    isActive: true,
    fulfillsOnlineOrders: location.fulfillsOnlineOrders,
    shipsInventory: location.fulfillsOnlineOrders,
    hasActiveInventory: () => levels().length > 0,
    address: {
      ...placeView(location.address),
      countryCode: location.address.countryCode,
      formatted: formattedPlace(location.address),
    },
    inventoryLevels: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
      listLevels(state, levels(), args, exchange, info),
    inventoryLevel: ({ inventoryItemId }: { inventoryItemId: string }) => {
      const variantId = idOfType('InventoryItem', inventoryItemId);
      const level = variantId === undefined ? undefined : levelAt(state, variantId, location.id);
      return level ? levelView(state, level) : null;
    },
    createdAt: toDateTime(location.createdAtMs),
    updatedAt: toDateTime(location.createdAtMs),
  };
}

/** Shows what is stocked of a variant as Shopify's `InventoryItem`; the two share their number. */
export function inventoryItemView(state: ShopState, variant: Variant) {
  const product = state.products.get(variant.productId)!;
  const levels = state.stockOf(variant.id);
  return {
    __typename: 'InventoryItem',
    id: toGid('InventoryItem', variant.id),
    legacyResourceId: toLegacyId(variant.id),
    sku: variant.sku,
    tracked: variant.isTracked,
    requiresShipping: variant.weightGrams > 0,
    unitCost: toMoney(variant.unitCost, state.currency),
    countryCodeOfOrigin: variant.originCountry,
    harmonizedSystemCode: product.tags.includes('tea') ? '090240' : null,
    inventoryLevels: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
      listLevels(state, levels, args, exchange, info),
    inventoryLevel: ({ locationId }: { locationId: string }) => {
      const id = idOfType('Location', locationId);
      const level = id === undefined ? undefined : levelAt(state, variant.id, id);
      return level ? levelView(state, level) : null;
    },
    locationsCount: exactly(levels.length),
    variants: (args: PageArguments) =>
      paginate([variant], args, {
        idOf: (row) => row.id,
        keyOf: (row) => row.id,
        toNode: (row) => variantView(state, row),
      }),
    createdAt: toDateTime(product.createdAtMs),
    updatedAt: toDateTime(product.updatedAtMs),
  };
}

/** Shows a stock level as Shopify's `InventoryLevel`. */
export function levelView(state: ShopState, level: StockLevel) {
  const numbers = quantitiesOf(level);
  const createdAt = toDateTime(state.locations.get(level.locationId)!.createdAtMs);
  const updatedAt = toDateTime(level.updatedAtMs);
  return {
    __typename: 'InventoryLevel',
    id: levelGid(level),
    quantities: ({ names }: { names: readonly string[] }) =>
      names
        .filter((name) => Object.hasOwn(numbers, name))
        .map((name) => ({
          id: `${toGid('InventoryQuantity', levelId(level))}?inventory_item_id=${toLegacyId(level.variantId)}&name=${name}`,
          name,
          quantity: numbers[name],
          updatedAt,
        })),
    item: () => inventoryItemView(state, state.variants.get(level.variantId)!),
    location: () => locationView(state, state.locations.get(level.locationId)!),
    isActive: true,
    createdAt,
    updatedAt,
  };
}

/** Gives the level that a variant has at a location. */
export function levelAt(state: ShopState, variantId: number, locationId: number): StockLevel | undefined {
  return state.stockOf(variantId).find((level) => level.locationId === locationId);
}

/** Gives the number of a level: that of the variant, then one digit for the location. */
function levelId(level: StockLevel): number {
  return level.variantId * 10 + level.locationId;
}

function levelGid(level: StockLevel): string {
  return `${toGid('InventoryLevel', levelId(level))}?inventory_item_id=${toLegacyId(level.variantId)}`;
}

/** The names of shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps. */
function quantitiesOf(level: StockLevel): Readonly<Record<string, number>> {
  return {
    available: level.available,
    committed: level.committed,
    incoming: level.incoming,
    on_hand: level.available + level.committed + level.unavailable,
    reserved: 0,
    damaged: level.unavailable,
    safety_stock: 0,
    quality_control: 0,
  };
}

function listLevels(
  state: ShopState,
  levels: readonly StockLevel[],
  args: ListArguments,
  exchange: Exchange,
  info: GraphQLResolveInfo,
) {
  return list(levels, args, exchange, info, {
    fields: levelFields,
    sortKeys: {},
    idOf: levelId,
    toNode: (level) => levelView(state, level),
  });
}
