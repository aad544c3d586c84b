import { buildCustomers } from './customers.ts';
import { dayMs, hourMs, monthsBefore, startOfDay } from './days.ts';
import { buildOrders } from './orders.ts';
import { buildProducts } from './products.ts';
import type { Customer, Order, World } from './records.ts';
import { larkmoor, larkmoorLocations } from './shop.ts';
import { buildStock } from './stock.ts';

/** The seed of every world that nobody asked to differ: all emulators of one process then speak of the same shop. */
export const defaultSeed = 'larkmoor';

/** How far back the orders go. */
const months = 16;

/**
 * Builds the fictional shop as it stands at the start of the UTC day that holds `nowMs`. The same seed and day give the
 * same world, record by record. Another day gives the same catalogue and the same people, seen from that day.
 */
export function buildWorld(nowMs: number, seed: string = defaultSeed): World {
  const todayMs = startOfDay(nowMs);
  const firstDayMs = monthsBefore(todayMs, months);
  const products = buildProducts(seed, todayMs);
  const pool = buildCustomers(seed, firstDayMs);
  const orders = buildOrders(seed, firstDayMs, todayMs, products, pool);
  return {
    seed,
    dayMs: todayMs,
    firstDayMs,
    shop: larkmoor,
    products,
    customers: registered(pool, orders, firstDayMs),
    locations: larkmoorLocations,
    stock: buildStock(seed, todayMs, products, larkmoorLocations, orders),
    orders,
  };
}

/** Somebody who came in the last year registered with the first order; the others were customers before. */
function registered(pool: readonly Customer[], orders: readonly Order[], firstDayMs: number): Customer[] {
  const firstOrderMs = new Map<number, number>();
  for (const order of orders) {
    if (!firstOrderMs.has(order.customerId)) firstOrderMs.set(order.customerId, order.createdAtMs);
  }
  return pool
    .filter((customer) => firstOrderMs.has(customer.id))
    .map((customer) => {
      const firstMs = firstOrderMs.get(customer.id)!;
      return firstMs > firstDayMs + 90 * dayMs ? { ...customer, createdAtMs: firstMs - hourMs } : customer;
    });
}
