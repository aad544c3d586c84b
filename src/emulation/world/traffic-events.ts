import { toCents } from './money.ts';
import type { Random } from './random.ts';
import type { Order, Product, World } from './records.ts';
import { productAt, soldProducts } from './traffic-products.ts';
import type { TrackedEvent, TrackedEventName, TrackedItem } from './traffic-records.ts';

const secondMs = 1000;
/** Most visitors see one page and go. */
const bounceShare = 0.42;
const scrollShare = 0.35;
const cartShare = 0.13;
const checkoutShare = 0.4;
const signUpShare = 0.012;

/** Writes down what a visitor does, from one page to the next. */
class Trail {
  readonly events: TrackedEvent[] = [];
  #atMs: number;
  #path: string;
  readonly #random: Random;

  constructor(atMs: number, path: string, random: Random) {
    this.#atMs = atMs;
    this.#path = path;
    this.#random = random;
  }

  add(name: TrackedEventName, more: Partial<TrackedEvent> = {}): void {
    this.events.push({ name, atMs: this.#atMs, path: this.#path, ...more });
  }

  /** Looks at the page for a while. */
  stay(lowSeconds: number, highSeconds: number): void {
    const engagedMs = this.#random.integer(lowSeconds, highSeconds) * secondMs;
    this.#atMs += engagedMs;
    if (this.#random.chance(scrollShare)) this.add('scroll');
    this.add('user_engagement', { engagedMs });
  }

  open(path: string): void {
    this.#path = path;
    this.add('page_view');
  }
}

/** Gives what happens in a visit that ends without an order. */
export function eventsOfVisit(
  world: World,
  atMs: number,
  landingPath: string,
  isNew: boolean,
  random: Random,
): TrackedEvent[] {
  const path = withoutQuery(landingPath);
  const trail = begin(atMs, path, isNew, random);
  const landed = productAt(world, path);
  if (landed) trail.add('view_item', { items: [itemOf(landed)] });
  if (random.chance(bounceShare)) {
    if (random.chance(0.3)) trail.stay(1, 9);
    return trail.events;
  }
  trail.stay(8, 60);
  const sold = soldProducts(world);
  let seen = landed;
  for (let pages = random.integer(1, 4); pages > 0; pages -= 1) {
    seen = random.pick(sold);
    trail.open(`/products/${seen.handle}`);
    trail.add('view_item', { items: [itemOf(seen)] });
    trail.stay(5, 70);
  }
  if (random.chance(signUpShare)) trail.add('sign_up');
  if (seen && random.chance(cartShare)) {
    const items = [itemOf(seen)];
    trail.add('add_to_cart', { items });
    trail.open('/cart');
    if (random.chance(checkoutShare)) trail.add('begin_checkout', { items });
    trail.stay(4, 30);
  }
  return trail.events;
}

/** Gives what happens in the visit that ends with an order; its last event is the purchase, at the order's own time. */
export function eventsOfOrder(
  world: World,
  order: Order,
  atMs: number,
  landingPath: string,
  isNew: boolean,
  random: Random,
): TrackedEvent[] {
  const trail = begin(atMs, withoutQuery(landingPath), isNew, random);
  trail.stay(5, 40);
  const items = order.lines.map(
    ({ productId, variantId, quantity, unitPrice, discount }): TrackedItem => ({
      productId,
      variantId,
      quantity,
      priceCents: Math.round(toCents(unitPrice) - toCents(discount) / quantity),
    }),
  );
  for (const item of items) {
    const product = world.products.find(({ id }) => id === item.productId);
    if (product) trail.open(`/products/${product.handle}`);
    trail.add('view_item', { items: [{ ...item, quantity: 1 }] });
    trail.stay(5, 40);
    trail.add('add_to_cart', { items: [item] });
  }
  trail.open('/cart');
  trail.add('begin_checkout', { items });
  trail.open('/checkouts/thank-you');
  trail.add('purchase', {
    atMs: order.createdAtMs,
    items,
    orderNumber: order.number,
    valueCents: toCents(order.totals.total),
    shippingCents: toCents(order.totals.shipping),
    taxCents: toCents(order.totals.tax),
  });
  return trail.events;
}

function begin(atMs: number, path: string, isNew: boolean, random: Random): Trail {
  const trail = new Trail(atMs, path, random);
  if (isNew) trail.add('first_visit');
  trail.add('session_start');
  trail.add('page_view');
  return trail;
}

function itemOf(product: Product): TrackedItem {
  const variant = product.variants[0]!;
  return { productId: product.id, variantId: variant.id, quantity: 1, priceCents: toCents(variant.price) };
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0]!;
}
