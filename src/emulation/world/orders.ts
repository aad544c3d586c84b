import { dayMs, hourMs } from './days.ts';
import { fitsSeason, ordersOn, popularity, visitFor } from './demand.ts';
import { toCents, toDecimal } from './money.ts';
import { settle } from './order-life.ts';
import { Random } from './random.ts';
import type { Customer, Order, OrderLine, Product, ShippingChoice } from './records.ts';

/** What one order is drawn from. */
interface Shelf {
  readonly seed: string;
  readonly todayMs: number;
  readonly wanted: readonly (readonly [number, Product])[];
  readonly customers: readonly Customer[];
}

/** Gives the orders of all days from the first up to but not including today, oldest first. */
export function buildOrders(
  seed: string,
  firstDayMs: number,
  todayMs: number,
  products: readonly Product[],
  customers: readonly Customer[],
): Order[] {
  const shelf: Shelf = { seed, todayMs, wanted: popularity(seed, products), customers };
  const orders: Order[] = [];
  for (let day = firstDayMs; day < todayMs; day += dayMs) {
    const times = new Random(seed, `times/${day / dayMs}`);
    const moments = Array.from({ length: ordersOn(seed, day) }, () => day + momentOfDay(times));
    moments.sort((a, b) => a - b);
    moments.forEach((atMs, index) => {
      orders.push(buildOrder(shelf, orders.length + 1, atMs, new Random(seed, `order/${day / dayMs}/${index}`)));
    });
  }
  return orders;
}

/** Most people order in the evening. */
function momentOfDay(random: Random): number {
  const hour = random.weighted([
    [2, 1],
    [2, 7],
    [6, 9],
    [8, 11],
    [9, 13],
    [8, 15],
    [10, 18],
    [14, 20],
    [6, 22],
  ]);
  return hour * hourMs + random.integer(0, 2 * 3600 - 1) * 1000;
}

function buildOrder(shelf: Shelf, id: number, atMs: number, random: Random): Order {
  const source = random.weighted<Order['source']>([
    [88, 'web'],
    [10, 'pos'],
    [2, 'draft'],
  ]);
  const customer = pickCustomer(shelf.customers, random);
  const bought = pickProducts(shelf.wanted, atMs, random);
  const discountCode = random.chance(0.17) ? random.pick(['WELCOME10', 'LETTER15', 'TEATIME10']) : undefined;
  const lines = buildLines(id, bought, discountCode, random);
  const shipping = shippingFor(source, customer, bought, lines);
  const visits = source === 'web' ? visitsFor(bought[0]!, atMs, random) : [];
  const { choice, cents: shippingCents } = shipping;
  const discountCents = lines.reduce((sum, line) => sum + toCents(line.discount), 0);
  const grossCents = lines.reduce((sum, line) => sum + toCents(line.unitPrice) * line.quantity, 0);
  const totalCents = grossCents - discountCents + shippingCents;
  const settled = settle(
    { id, atMs, todayMs: shelf.todayMs, source, lines, totalCents, isShipped: choice !== undefined },
    random,
  );
  return {
    id,
    number: 1000 + id,
    confirmation: random.text(9, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'),
    createdAtMs: atMs,
    customerId: customer.id,
    shippingAddress: customer.address,
    lines,
    discountCode,
    note: random.chance(0.08)
      ? random.pick(['Please leave with the neighbour.', 'A gift: no prices in the parcel, please.', 'Ring twice.'])
      : undefined,
    tags: random.chance(0.06) ? [random.pick(['gift', 'wholesale', 'press'])] : [],
    source,
    shipping: choice,
    totals: {
      subtotal: toDecimal(grossCents - discountCents),
      discounts: toDecimal(discountCents),
      shipping: toDecimal(shippingCents),
      // Ireland's standard rate of 23 % is inside the price.
      tax: toDecimal(Math.round((totalCents * 23) / 123)),
      total: toDecimal(totalCents),
      refunded: toDecimal(settled.refunds.reduce((sum, refund) => sum + toCents(refund.amount), 0)),
    },
    visits,
    ...settled,
  };
}

/** Cubing the draw makes some people come back often and many only once. */
function pickCustomer(customers: readonly Customer[], random: Random): Customer {
  const draw = random.chance(0.5) ? random.next() : random.next() ** 3;
  return customers[Math.floor(draw * customers.length)]!;
}

function pickProducts(wanted: Shelf['wanted'], atMs: number, random: Random): Product[] {
  const count = random.weighted([
    [40, 1],
    [30, 2],
    [18, 3],
    [8, 4],
    [4, 5],
  ]);
  const picked = new Set<Product>();
  for (let attempt = 0; attempt < 60 && picked.size < count; attempt++) {
    const product = random.weighted(wanted);
    if (product.createdAtMs < atMs && fitsSeason(product, atMs)) picked.add(product);
  }
  // A tin is always in season; the oldest product was there before any order.
  if (picked.size === 0)
    picked.add(wanted.map(([, product]) => product).reduce((a, b) => (a.createdAtMs < b.createdAtMs ? a : b)));
  return [...picked];
}

function buildLines(
  orderId: number,
  products: readonly Product[],
  code: string | undefined,
  random: Random,
): OrderLine[] {
  const percent = code === undefined ? 0 : Number(code.slice(-2));
  return products.map((product, index) => {
    const variant = random.pick(product.variants);
    const quantity = random.weighted([
      [78, 1],
      [16, 2],
      [4, 3],
      [2, 4],
    ]);
    return {
      id: orderId * 10 + index,
      productId: product.id,
      variantId: variant.id,
      quantity,
      unitPrice: variant.price,
      discount: toDecimal(Math.round((toCents(variant.price) * quantity * percent) / 100)),
    };
  });
}

function shippingFor(
  source: Order['source'],
  customer: Customer,
  bought: readonly Product[],
  lines: readonly OrderLine[],
): { choice?: ShippingChoice; cents: number } {
  if (source === 'pos' || bought.every((product) => product.type === 'Gift Cards')) return { cents: 0 };
  const goods = lines.reduce((sum, line) => sum + toCents(line.unitPrice) * line.quantity - toCents(line.discount), 0);
  const isHome = customer.address.countryCode === 'IE';
  const choice = isHome
    ? { title: 'Standard, Ireland', code: 'standard-ie' }
    : { title: 'Tracked, Europe', code: 'tracked-eu' };
  return { choice, cents: goods >= 5000 ? 0 : isHome ? 495 : 995 };
}

function visitsFor(product: Product, atMs: number, random: Random) {
  const last = visitFor(product, atMs - random.integer(4, 50) * 60_000, random);
  return random.chance(0.35) ? [visitFor(product, last.atMs - random.integer(1, 20) * dayMs, random), last] : [last];
}
