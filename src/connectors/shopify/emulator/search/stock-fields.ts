import type { Location, StockLevel, Variant } from '../../../../emulation/world/records.ts';
import { emptyFields, field, type SearchFields } from './field-kinds.ts';

/** What a search over locations may name (shopify.dev: QueryRoot.locations, argument `query`). */
export const locationFields: SearchFields<Location> = {
  default: field('text', ({ name, address }) => `${name} ${address.city}`),
  id: field('id', (location) => location.id),
  location_id: field('id', (location) => location.id),
  name: field('text', (location) => location.name),
  active: field('boolean', () => true),
  legacy: field('boolean', () => false),
  address1: field('text', ({ address }) => address.line1),
  city: field('text', ({ address }) => address.city),
  province: field('text', ({ address }) => address.province),
  country: field('keyword', ({ address }) => [address.country, address.countryCode]),
  zip: field('keyword', ({ address }) => address.postcode),
  created_at: field('time', (location) => location.createdAtMs),
  ...emptyFields<Location>('address2 geolocated pickup_in_store'),
};

/** What a search over inventory items may name (shopify.dev: QueryRoot.inventoryItems, argument `query`). */
export const inventoryItemFields: SearchFields<Variant> = {
  id: field('id', (variant) => variant.id),
  sku: field('keyword', (variant) => variant.sku),
  ...emptyFields<Variant>('created_at updated_at'),
};

/** What a search over stock levels may name (shopify.dev: Location.inventoryLevels, argument `query`). */
export const levelFields: SearchFields<StockLevel> = {
  id: field('id', (level) => level.variantId * 10 + level.locationId),
  inventory_item_id: field('id', (level) => level.variantId),
  updated_at: field('time', (level) => level.updatedAtMs),
  ...emptyFields<StockLevel>('created_at inventory_group_id'),
};
