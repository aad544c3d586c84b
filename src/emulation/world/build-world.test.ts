import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildWorld } from './build-world.ts';
import { dayMs } from './days.ts';
import { toCents } from './money.ts';
import type { Order, World } from './records.ts';

const noon = Date.UTC(2026, 10, 22, 12);
let world: World;

beforeAll(() => {
  world = buildWorld(noon);
});

const digestOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const moments = (order: Order) =>
  [
    order.createdAtMs,
    order.updatedAtMs,
    order.closedAtMs,
    order.cancelledAtMs,
    ...order.payments.map(({ atMs }) => atMs),
    ...order.refunds.map(({ atMs }) => atMs),
    ...order.fulfillments.flatMap(({ atMs, deliveredAtMs }) => [atMs, deliveredAtMs]),
  ].filter((atMs) => atMs !== undefined);

describe('the world', () => {
  it('is the same for the same seed and day, whatever the hour', () => {
    const later = buildWorld(noon + 11 * 3_600_000);

    expect(digestOf(later)).toBe(digestOf(world));
  });

  it('keeps its sealed digest: whoever changes the world renews it on purpose', () => {
    expect(digestOf(world)).toBe('c4de15f805915f4d');
  });

  it('is another one for another seed or another day', () => {
    expect(digestOf(buildWorld(noon, 'other'))).not.toBe(digestOf(world));
    expect(digestOf(buildWorld(noon + dayMs))).not.toBe(digestOf(world));
  });

  it('is as large as promised: 120 products, 900 orders over 16 months, three locations', () => {
    expect(world.products.length).toBeGreaterThanOrEqual(120);
    expect(world.orders.length).toBeGreaterThanOrEqual(900);
    expect(new Date(world.firstDayMs).toISOString()).toBe('2025-07-22T00:00:00.000Z');
    expect(world.orders[0]!.createdAtMs - world.firstDayMs).toBeLessThan(7 * dayMs);
    expect(world.locations).toHaveLength(3);
  });

  it('holds what an analyst looks for: seasons, returning customers, gaps in the SEO texts, every kind of order', () => {
    const inMonth = (month: string) => world.orders.filter(({ createdAtMs }) => isoMonth(createdAtMs) === month).length;
    const perCustomer = Map.groupBy(world.orders, (order) => order.customerId);

    expect(inMonth('2025-12')).toBeGreaterThan(1.5 * inMonth('2026-06'));
    expect([...perCustomer.values()].filter((orders) => orders.length > 1).length).toBeGreaterThan(100);
    expect(world.products.filter(({ seoTitle }) => seoTitle === undefined).length).toBeGreaterThan(20);
    expect(world.products.filter(({ seoDescription }) => seoDescription === undefined).length).toBeGreaterThan(20);
    expect(new Set(world.products.map(({ status }) => status))).toEqual(new Set(['active', 'draft', 'archived']));
    expect(new Set(world.orders.map(({ financialStatus }) => financialStatus))).toEqual(
      new Set(['paid', 'pending', 'refunded', 'partially_refunded', 'voided']),
    );
    expect(new Set(world.orders.map(({ fulfillmentStatus }) => fulfillmentStatus))).toEqual(
      new Set(['fulfilled', 'partial', 'unfulfilled']),
    );
  });
});

function isoMonth(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

describe('references in the world', () => {
  it('lead somewhere: every order to a customer, products and variants that existed when it was placed', () => {
    const customers = new Map(world.customers.map((customer) => [customer.id, customer]));
    const products = new Map(world.products.map((product) => [product.id, product]));

    for (const order of world.orders) {
      expect(customers.get(order.customerId)!.createdAtMs).toBeLessThan(order.createdAtMs);
      for (const line of order.lines) {
        const product = products.get(line.productId)!;
        expect(product.createdAtMs).toBeLessThan(order.createdAtMs);
        expect(product.variants.some((variant) => variant.id === line.variantId)).toBe(true);
      }
    }
  });

  it('are unique: ids, handles, SKUs, order numbers and e-mail addresses', () => {
    const variants = world.products.flatMap((product) => product.variants);
    const unique = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length);

    for (const rows of [world.products, variants, world.customers, world.orders]) unique(rows.map(({ id }) => id));
    for (const kind of ['lines', 'payments', 'fulfillments', 'refunds'] as const) {
      unique(world.orders.flatMap((order) => order[kind].map(({ id }) => id)));
    }
    unique(world.products.map(({ handle }) => handle));
    unique(variants.map(({ sku }) => sku));
    unique(world.orders.map(({ number }) => number));
    unique(world.customers.map(({ email }) => email));
    unique(world.stock.map(({ variantId, locationId }) => `${variantId}/${locationId}`));
  });

  it('use addresses of nobody: e-mail only at the example domains', () => {
    for (const { email } of world.customers) expect(email).toMatch(/^[a-z]+\.[a-z]+\d+@example\.(com|org|net)$/);
  });
});

describe('an order', () => {
  it('adds up: lines to subtotal, shipping to total, refunds to refunded', () => {
    for (const { lines, totals, refunds } of world.orders) {
      const gross = sum(lines.map((line) => toCents(line.unitPrice) * line.quantity));
      const discounts = sum(lines.map((line) => toCents(line.discount)));

      expect(toCents(totals.discounts)).toBe(discounts);
      expect(toCents(totals.subtotal)).toBe(gross - discounts);
      expect(toCents(totals.total)).toBe(gross - discounts + toCents(totals.shipping));
      expect(toCents(totals.refunded)).toBe(sum(refunds.map(({ amount }) => toCents(amount))));
      expect(toCents(totals.refunded)).toBeLessThanOrEqual(toCents(totals.total));
    }
  });

  it('happens after it was placed and before the day of the world', () => {
    for (const order of world.orders) {
      for (const atMs of moments(order)) {
        expect(atMs).toBeGreaterThanOrEqual(order.createdAtMs);
        expect(atMs).toBeLessThan(world.dayMs);
      }
    }
  });

  it('lies in the warehouse as committed until it is sent, where stock is counted', () => {
    const tracked = new Set(world.stock.map(({ variantId }) => variantId));
    const waiting = world.orders
      .filter((order) => order.cancelledAtMs === undefined)
      .flatMap(({ lines, fulfillments }) => {
        const sent = new Set(fulfillments.flatMap(({ lineIds }) => lineIds));
        return lines
          .filter(({ id, variantId }) => !sent.has(id) && tracked.has(variantId))
          .map(({ quantity }) => quantity);
      });

    expect(sum(waiting)).toBeGreaterThan(0);
    expect(sum(world.stock.map(({ committed }) => committed))).toBe(sum(waiting));
  });
});
