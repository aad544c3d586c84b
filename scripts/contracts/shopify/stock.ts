import type { AreaNames } from './area-names.ts';

/** What the emulator knows of locations and stock. */
export const stockNames: AreaNames = {
  queries: 'locations location inventoryItems inventoryItem inventoryLevel',
  types: {
    Location: `id legacyResourceId name isActive fulfillsOnlineOrders shipsInventory hasActiveInventory address inventoryLevels
    inventoryLevel createdAt updatedAt`,
    LocationAddress: 'address1 address2 city country countryCode phone province provinceCode zip formatted',
    InventoryLevel: 'id quantities item location isActive createdAt updatedAt',
    InventoryQuantity: 'id name quantity updatedAt',
    InventoryItem: `id legacyResourceId sku tracked requiresShipping unitCost countryCodeOfOrigin harmonizedSystemCode
    inventoryLevels inventoryLevel locationsCount variants createdAt updatedAt`,
  },
  droppedArguments: ['QueryRoot.locations(includeLegacy)'],
};
