import type { ShopState } from './shop-state.ts';

/** Where pieces go: from committed back on the shelf, out of the house and back before they arrive, back from a customer, or from the shelf into an order. */
export type StockMove = 'committed' | 'sent' | 'called back' | 'returned' | 'ordered';

/** Moves pieces of a variant at one location; nothing where its stock is not counted there. */
export function moveStock(
  state: ShopState,
  variantId: number,
  locationId: number,
  pieces: number,
  move: StockMove,
  nowMs: number,
): void {
  const level = state.stockOf(variantId).find((found) => found.locationId === locationId);
  if (!level || pieces === 0) return;
  const [available, committed] = CHANGES[move];
  state.putLevel({
    ...level,
    available: level.available + available * pieces,
    committed: Math.max(0, level.committed + committed * pieces),
    updatedAtMs: nowMs,
  });
}

/** What one piece adds to what can be sold, and to what is sold and not yet sent. */
const CHANGES: Readonly<Record<StockMove, readonly [available: number, committed: number]>> = {
  committed: [1, -1],
  sent: [0, -1],
  'called back': [0, 1],
  returned: [1, 0],
  ordered: [-1, 1],
};
