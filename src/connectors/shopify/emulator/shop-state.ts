import type {
  Customer,
  Location,
  Order,
  Product,
  StockLevel,
  Variant,
  World,
} from '../../../emulation/world/records.ts';
import { Table } from './table.ts';

/** What one emulated shop holds: the world and its own changes, with the look-ups that views need. */
export class ShopState {
  readonly world: World;
  /** `name.myshopify.com`. */
  readonly domain: string;
  readonly products: Table<Product>;
  readonly customers: Table<Customer>;
  readonly orders: Table<Order>;
  readonly locations: Table<Location>;
  readonly variants: ReadonlyMap<number, Variant>;
  readonly #stockByVariant: ReadonlyMap<number, readonly StockLevel[]>;
  readonly #ordersByCustomer: ReadonlyMap<number, readonly Order[]>;

  constructor(world: World, domain: string) {
    this.world = world;
    this.domain = domain;
    this.products = new Table(world.products);
    this.customers = new Table(world.customers);
    this.orders = new Table(world.orders);
    this.locations = new Table(world.locations);
    this.variants = new Map(
      world.products.flatMap((product) => product.variants).map((variant) => [variant.id, variant]),
    );
    this.#stockByVariant = Map.groupBy(world.stock, (level) => level.variantId);
    this.#ordersByCustomer = Map.groupBy(world.orders, (order) => order.customerId);
  }

  get currency(): string {
    return this.world.shop.currency;
  }

  /** Gives the stock of a variant, one level for each location that keeps it; none when it is not tracked. */
  stockOf(variantId: number): readonly StockLevel[] {
    return this.#stockByVariant.get(variantId) ?? [];
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
  ordersOf(customerId: number): Order[] {
    return (this.#ordersByCustomer.get(customerId) ?? []).map((order) => this.orders.get(order.id) ?? order);
  }

  /** Gives every variant, those of one product beside each other. */
  allVariants(): Variant[] {
    return this.products.all().flatMap((product) => product.variants);
  }

  productByHandle(handle: string): Product | undefined {
    return this.products.all().find((product) => product.handle === handle);
  }
}
