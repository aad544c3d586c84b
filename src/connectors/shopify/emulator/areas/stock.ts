import type { GraphQLResolveInfo } from 'graphql';
import type { Location } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { toGid } from '../gid.ts';
import { type ListArguments, type Listing, list } from '../listing.ts';
import { inventoryItemFields, locationFields } from '../search/stock-fields.ts';
import type { ShopState } from '../shop-state.ts';
import { inventoryItemView, levelAt, levelView, locationView } from '../views/stock-view.ts';
import { type Area, byId, showing } from './area.ts';
import { adjustQuantities, setQuantities } from './stock-changes.ts';

type Info = GraphQLResolveInfo;

/** Locations and what lies in them. */
export function stockArea(state: ShopState): Area {
  const location = (id: number) => showing(state.locations.get(id), (row) => locationView(state, row));
  const item = (id: number) => showing(state.variants.get(id), (row) => inventoryItemView(state, row));
  const level = (id: number) => showing(levelAt(state, Math.floor(id / 10), id % 10), (row) => levelView(state, row));
  return {
    queries: {
      locations: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(state.locations.all(), args, exchange, info, locationListing(state)),
      // Without an id: the location that sends the parcels.
      location: ({ id }: { id?: string | null }, exchange: Exchange, info: Info) =>
        byId('Location', location)({ id: id ?? toGid('Location', 1) }, exchange, info),
      inventoryItems: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(state.allVariants(), args, exchange, info, {
          fields: inventoryItemFields,
          sortKeys: {},
          idOf: (variant) => variant.id,
          toNode: (variant) => inventoryItemView(state, variant),
        }),
      inventoryItem: byId('InventoryItem', item),
      inventoryLevel: byId('InventoryLevel', level),
    },
    mutations: {
      inventoryAdjustQuantities: ({ input }, exchange) => adjustQuantities(state, input, exchange),
      inventorySetQuantities: ({ input }, exchange) => setQuantities(state, input, exchange),
    },
    idempotent: ['inventoryAdjustQuantities', 'inventorySetQuantities'],
    nodes: { Location: location, InventoryItem: item, InventoryLevel: level },
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
