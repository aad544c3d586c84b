import type { AreaNames } from './area-names.ts';

/** What the emulator knows of locations and stock. */
export const stockNames: AreaNames = {
  queries: 'locations location inventoryItems inventoryItem inventoryLevel',
  mutations: 'inventoryAdjustQuantities inventorySetQuantities',
  types: {
    Location: `id legacyResourceId name isActive fulfillsOnlineOrders shipsInventory hasActiveInventory address inventoryLevels
    inventoryLevel createdAt updatedAt`,
    LocationAddress: 'address1 address2 city country countryCode phone province provinceCode zip formatted',
    InventoryLevel: 'id quantities item location isActive createdAt updatedAt',
    InventoryQuantity: 'id name quantity updatedAt',
    InventoryItem: `id legacyResourceId sku tracked requiresShipping unitCost countryCodeOfOrigin harmonizedSystemCode
    inventoryLevels inventoryLevel locationsCount variants createdAt updatedAt`,
    InventoryAdjustQuantitiesInput: 'name reason referenceDocumentUri changes',
    InventoryChangeInput: 'delta inventoryItemId locationId changeFromQuantity ledgerDocumentUri',
    InventorySetQuantitiesInput: 'name reason referenceDocumentUri quantities',
    InventoryQuantityInput: 'quantity inventoryItemId locationId changeFromQuantity',
    InventoryAdjustQuantitiesPayload: 'inventoryAdjustmentGroup userErrors',
    InventoryAdjustQuantitiesUserError: 'code field message',
    InventorySetQuantitiesPayload: 'inventoryAdjustmentGroup userErrors',
    InventorySetQuantitiesUserError: 'code field message',
    InventoryAdjustmentGroup: 'id createdAt reason referenceDocumentUri changes',
    InventoryChange: 'name delta quantityAfterChange item location ledgerDocumentUri',
  },
  droppedArguments: ['QueryRoot.locations(includeLegacy)'],
};
