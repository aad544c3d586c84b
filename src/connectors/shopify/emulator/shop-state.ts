import type { Location, Product, StockLevel, Variant, World } from '../../../emulation/world/records.ts';
import { toGid } from './gid.ts';
import type { ShopOption } from './product-options.ts';
import { type CollectionRow, collectionsOf } from './records/collections.ts';
import { type MetafieldRow, metafieldsOf } from './records/custom-data.ts';
import { type ReturnRow, returnsOf } from './records/returns.ts';
import type { ShopCustomer } from './shop-customer.ts';
import type { ShopOrder } from './shop-order.ts';
import { Table } from './table.ts';

/** A file that can be fetched for a while. */
export interface Download {
  readonly text: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What one emulated shop holds: the world and its own changes, with the look-ups that views need. */
export class ShopState {
  readonly world: World;
  /** `name.myshopify.com`. */
  readonly domain: string;
  readonly products: Table<Product>;
  readonly customers: Table<ShopCustomer>;
  readonly orders: Table<ShopOrder>;
  readonly locations: Table<Location>;
  readonly collections: Table<CollectionRow>;
  readonly metafields: Table<MetafieldRow>;
  readonly returns: Table<ReturnRow>;
  /** By product, its options once they were changed by themselves. */
  readonly options = new Map<number, readonly ShopOption[]>();
  /** What is not published in the Point of Sale channel, by global id. */
  readonly hiddenFromSalesPoint = new Set<string>();
  /** What is taken out of the online store, by global id; products say it themselves. */
  readonly hiddenFromOnlineStore = new Set<string>();
  /** Files on the host of downloads, by path. */
  readonly downloads = new Map<string, Download>();
  /** Every variant of every product; `putProduct` changes it. */
  readonly variants: Table<Variant>;
  readonly #stockByVariant: Map<number, readonly StockLevel[]>;
  readonly #ordersByCustomer: Map<number, number[]>;

  constructor(world: World, domain: string) {
    this.world = world;
    this.domain = domain;
    this.products = new Table(world.products);
    this.customers = new Table<ShopCustomer>(world.customers);
    this.orders = new Table<ShopOrder>(world.orders);
    this.locations = new Table(world.locations);
    this.collections = new Table(collectionsOf(world));
    this.metafields = new Table(metafieldsOf(world, toGid));
    this.returns = new Table(returnsOf(world));
    this.variants = new Table(world.products.flatMap((product) => product.variants));
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

  /** Gives all stock of a location. */
  stockAt(locationId: number): StockLevel[] {
    return [...this.#stockByVariant.values()].flat().filter((level) => level.locationId === locationId);
  }

  /** Changes a level, or adds one. */
  putLevel(level: StockLevel): void {
    const levels = this.stockOf(level.variantId);
    const isNew = !levels.some(({ locationId }) => locationId === level.locationId);
    const changed = levels.map((old) => (old.locationId === level.locationId ? level : old));
    this.#stockByVariant.set(level.variantId, isNew ? [...levels, level] : changed);
  }

  /** Takes a product away, with its variants and their stock. */
  deleteProduct({ id, variants }: Product): void {
    this.products.delete(id);
    this.options.delete(id);
    for (const variant of variants) {
      this.variants.delete(variant.id);
      this.#stockByVariant.delete(variant.id);
    }
  }

  /** Changes a product with its variants, or adds one. */
  putProduct(product: Product): void {
    for (const { id } of this.products.get(product.id)?.variants ?? []) this.variants.delete(id);
    for (const variant of product.variants) this.variants.put(variant);
    this.products.put(product);
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
