import { dayMs, hourMs } from './days.ts';
import { Random } from './random.ts';
import type { Location, Order, Product, StockLevel } from './records.ts';

/** Gives what lies where. What is committed is exactly what paid, open orders still wait for, at the warehouse that sends it. */
export function buildStock(
  seed: string,
  todayMs: number,
  products: readonly Product[],
  locations: readonly Location[],
  orders: readonly Order[],
): StockLevel[] {
  const waiting = waitingByVariant(orders);
  const variants = products.flatMap((product) => product.variants).filter((variant) => variant.isTracked);
  return variants.flatMap((variant) =>
    locations.flatMap((location) => {
      const random = new Random(seed, `stock/${variant.sku}/${location.id}`);
      const isWarehouse = location.id === 1;
      if (!isWarehouse && random.chance(0.35)) return [];
      const runOut = random.chance(0.07);
      return [
        {
          variantId: variant.id,
          locationId: location.id,
          available: runOut ? 0 : random.integer(isWarehouse ? 8 : 1, isWarehouse ? 160 : 18),
          committed: isWarehouse ? (waiting.get(variant.id) ?? 0) : 0,
          unavailable: random.chance(0.1) ? random.integer(1, 3) : 0,
          incoming: isWarehouse && (runOut || random.chance(0.2)) ? random.integer(2, 12) * 10 : 0,
          updatedAtMs: todayMs - random.integer(0, 20) * dayMs - random.integer(1, 23) * hourMs,
        },
      ];
    }),
  );
}

function waitingByVariant(orders: readonly Order[]): Map<number, number> {
  const waiting = new Map<number, number>();
  for (const order of orders) {
    if (order.cancelledAtMs !== undefined || order.fulfillmentStatus === 'fulfilled') continue;
    const sent = new Set(order.fulfillments.flatMap((fulfillment) => fulfillment.lineIds));
    for (const line of order.lines) {
      if (!sent.has(line.id)) waiting.set(line.variantId, (waiting.get(line.variantId) ?? 0) + line.quantity);
    }
  }
  return waiting;
}
