import { GraphQLError } from 'graphql';
import type { StockLevel } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import type { UserError } from '../user-error.ts';
import { inventoryItemView, levelAt, locationView } from '../views/stock-view.ts';
import { toDateTime } from '../views/values.ts';

interface Place {
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly changeFromQuantity?: number | null;
}

interface Adjusting {
  readonly name: string;
  readonly reason: string;
  readonly changes: readonly (Place & { readonly delta: number })[];
}

interface Setting {
  readonly name: string;
  readonly reason: string;
  readonly quantities: readonly (Place & { readonly quantity: number })[];
}

/** The reasons that Shopify knows (shopify.dev: inventory management, "Inventory adjustment reasons"). */
const reasons = new Set(
  `correction cycle_count_available damaged movement_created movement_updated movement_received movement_canceled other
  promotion quality_control received reservation_created reservation_deleted reservation_updated restock safety_stock
  shrinkage`.split(/\s+/),
);

/** Adds to or takes from the stock of variants, all or none. */
export function adjustQuantities(state: ShopState, input: Adjusting, exchange: Exchange) {
  demandExpectation('InventoryChangeInput', input.changes);
  const wrong = input.name === 'available' ? undefined : 'The specified quantity name is invalid.';
  if (wrong) return refused([{ field: ['input', 'name'], message: wrong, code: 'INVALID_QUANTITY_NAME' }]);
  return change(state, input, input.changes, 'changes', exchange, (level, { delta }) => level.available + delta);
}

/** Sets the stock of variants, all or none. */
export function setQuantities(state: ShopState, input: Setting, exchange: Exchange) {
  demandExpectation('InventoryQuantityInput', input.quantities);
  if (input.name !== 'available' && input.name !== 'on_hand') {
    const message = "The quantity name must be either 'available' or 'on_hand'.";
    return refused([{ field: ['input', 'name'], message, code: 'INVALID_NAME' }]);
  }
  const pairs = input.quantities.map(({ inventoryItemId, locationId }) => `${inventoryItemId} ${locationId}`);
  if (new Set(pairs).size < pairs.length) {
    const message = 'The combination of inventoryItemId and locationId must be unique.';
    const code = 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR';
    return refused([{ field: ['input', 'quantities'], message, code }]);
  }
  const negative = input.quantities.findIndex(({ quantity }) => quantity < 0);
  if (negative >= 0) {
    const field = ['input', 'quantities', String(negative), 'quantity'];
    return refused([{ field, message: "The quantity can't be negative.", code: 'INVALID_QUANTITY_NEGATIVE' }]);
  }
  const toAvailable = (level: StockLevel, { quantity }: { readonly quantity: number }) =>
    input.name === 'available' ? quantity : quantity - level.committed - level.unavailable;
  return change(state, input, input.quantities, 'quantities', exchange, toAvailable);
}

function change<P extends Place>(
  state: ShopState,
  { name, reason }: { readonly name: string; readonly reason: string },
  places: readonly P[],
  listName: string,
  { nowMs }: Exchange,
  toAvailable: (level: StockLevel, place: P) => number,
) {
  if (!reasons.has(reason)) {
    const message = 'The specified reason is invalid.';
    return refused([{ field: ['input', 'reason'], message, code: 'INVALID_REASON' }]);
  }
  const shown = (level: StockLevel) =>
    name === 'available' ? level.available : level.available + level.committed + level.unavailable;
  const errors: UserError[] = [];
  const changes = places.flatMap((place, index) => {
    const level = levelOf(state, place, nowMs);
    const field = ['input', listName, String(index)];
    if (typeof level === 'string') {
      const isItem = level === 'INVALID_INVENTORY_ITEM';
      const message = `The specified ${isItem ? 'inventory item' : 'location'} could not be found.`;
      errors.push({ field: [...field, isItem ? 'inventoryItemId' : 'locationId'], message, code: level });
      return [];
    }
    if (place.changeFromQuantity != null && place.changeFromQuantity !== shown(level)) {
      const message = 'The changeFromQuantity argument no longer matches the persisted quantity.';
      errors.push({ field: [...field, 'changeFromQuantity'], message, code: 'CHANGE_FROM_QUANTITY_STALE' });
      return [];
    }
    return [{ before: level, after: { ...level, available: toAvailable(level, place), updatedAtMs: nowMs } }];
  });
  if (errors.length > 0) return refused(errors);
  for (const { after } of changes) state.putLevel(after);
  const inventoryAdjustmentGroup = {
    __typename: 'InventoryAdjustmentGroup',
    id: toGid('InventoryAdjustmentGroup', Math.floor(nowMs / 1000) % 1_000_000),
    createdAt: toDateTime(nowMs),
    reason,
    referenceDocumentUri: null,
    changes: changes.map(({ before, after }) => ({
      name,
      delta: after.available - before.available,
      quantityAfterChange: shown(after),
      ledgerDocumentUri: null,
      item: () => inventoryItemView(state, state.variants.get(after.variantId)!),
      location: () => locationView(state, state.locations.get(after.locationId)!),
    })),
  };
  return { inventoryAdjustmentGroup, userErrors: [] };
}

function levelOf(state: ShopState, place: Place, nowMs: number): StockLevel | string {
  const variant = state.variants.get(idOfType('InventoryItem', place.inventoryItemId));
  if (!variant) return 'INVALID_INVENTORY_ITEM';
  const location = state.locations.get(idOfType('Location', place.locationId));
  if (!location) return 'INVALID_LOCATION';
  const none = { available: 0, committed: 0, unavailable: 0, incoming: 0, updatedAtMs: nowMs };
  return levelAt(state, variant.id, location.id) ?? { variantId: variant.id, locationId: location.id, ...none };
}

/** What a change is made from must be passed since 2026-04, if only as null. */
function demandExpectation(typeName: string, places: readonly Place[]): void {
  if (places.every((place) => 'changeFromQuantity' in place)) return;
  throw new GraphQLError(`${typeName} must include the following argument: changeFromQuantity.`, {
    extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
  });
}

function refused(userErrors: readonly UserError[]) {
  return { inventoryAdjustmentGroup: null, userErrors };
}
