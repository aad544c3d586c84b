import type { Location, Product, StockLevel, Variant, World } from '../../../emulation/world/records.ts';
import type { ShopCustomer } from './shop-customer.ts';
import type { ShopOrder } from './shop-order.ts';
import { Table } from './table.ts';

/** What one emulated shop holds: the world and its own changes, with the look-ups that views need. */
export class ShopState {
  readonly world: World;
  /** `name.myshopify.com`. */
  readonly domain: string;
  readonly products: Table<Product>;
  readonly customers: Table<ShopCustomer>;
  readonly orders: Table<ShopOrder>;
  readonly locations: Table<Location>;
  readonly variants: ReadonlyMap<number, Variant>;
  readonly #stockByVariant: Map<number, readonly StockLevel[]>;
  readonly #ordersByCustomer: Map<number, number[]>;

  constructor(world: World, domain: string) {
    this.world = world;
    this.domain = domain;
    this.products = new Table(world.products);
    this.customers = new Table<ShopCustomer>(world.customers);
    this.orders = new Table<ShopOrder>(world.orders);
    this.locations = new Table(world.locations);
    this.variants = new Map(
      world.products.flatMap((product) => product.variants).map((variant) => [variant.id, variant]),
    );
    this.#stockByVariant = Map.groupBy(world.stock, (level) => level.variantId);
    this.#ordersByCustomer = new Map();
    for (const order of world.orders) this.#own(order.customerId, order.id);
  }

  get currency(): string {
    return this.world.shop.currency;
  }

  /** Gives the stock of a variant, one level for each location that keeps it; none when it is not tracked. */
  stockOf(variantId: number): readonly StockLevel[] {
    return this.#stockByVariant.get(variantId) ?? [];
  }

  /** Changes a level, or adds one. */
  putLevel(level: StockLevel): void {
    const levels = this.stockOf(level.variantId);
    const isNew = !levels.some(({ locationId }) => locationId === level.locationId);
    const changed = levels.map((old) => (old.locationId === level.locationId ? level : old));
    this.#stockByVariant.set(level.variantId, isNew ? [...levels, level] : changed);
  }

  /** Gives what can be sold of a variant, over all locations. */
  availableOf(variantId: number): number {
    return this.stockOf(variantId).reduce((sum, level) => sum + level.available, 0);
  }

  /** Gives what can be sold of a product, over all its variants. */
  availableOfProduct(product: Product): number {
    return product.variants.reduce((sum, variant) => sum + this.availableOf(variant.id), 0);
  }

  /** Gives a customer's orders, oldest first, as they are now. */
  ordersOf(customerId: number): ShopOrder[] {
    return (this.#ordersByCustomer.get(customerId) ?? []).map((id) => this.orders.get(id)!);
  }

  /** Takes in an order that was not there before. */
  addOrder(order: ShopOrder): void {
    this.orders.put(order);
    this.#own(order.customerId, order.id);
  }

  /** Gives all orders of one customer to another, and forgets the one. */
  mergeCustomers(goneId: number, keptId: number): void {
    for (const order of this.ordersOf(goneId)) {
      this.orders.put({ ...order, customerId: keptId });
      this.#own(keptId, order.id);
    }
    this.#ordersByCustomer.get(keptId)?.sort((a, b) => a - b);
    this.#ordersByCustomer.delete(goneId);
    this.customers.delete(goneId);
  }

  #own(customerId: number, orderId: number): void {
    const owned = this.#ordersByCustomer.get(customerId);
    if (owned) owned.push(orderId);
    else this.#ordersByCustomer.set(customerId, [orderId]);
  }

  /** Gives every variant, those of one product beside each other. */
  allVariants(): Variant[] {
    return this.products.all().flatMap((product) => product.variants);
  }

  productByHandle(handle: string): Product | undefined {
    return this.products.all().find((product) => product.handle === handle);
  }
}
