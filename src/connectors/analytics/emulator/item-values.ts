import type { Product, Variant, World } from '../../../emulation/world/records.ts';
import type { Setting } from './dimension-values.ts';
import type { Fact } from './facts.ts';

const NOT_SET = '(not set)';

interface Found {
  readonly product: Product;
  readonly variant: Variant | undefined;
}

const known = new WeakMap<World, Map<number, Product>>();

function find({ item }: Fact, { world }: Setting): Found | undefined {
  if (item === undefined) return undefined;
  let products = known.get(world);
  if (!products) {
    products = new Map(world.products.map((product) => [product.id, product]));
    known.set(world, products);
  }
  const product = products.get(item.productId);
  return product && { product, variant: product.variants.find(({ id }) => id === item.variantId) };
}

const of = (read: (found: Found) => string | undefined) => (fact: Fact, setting: Setting) => {
  const found = find(fact, setting);
  return (found && read(found)) ?? NOT_SET;
};

/** Dimensions that tell of items, and are empty for everything else. */
export const itemDimensions = {
  itemName: of(({ product }) => product.title),
  itemId: of(({ variant }) => variant?.sku),
  itemBrand: of(({ product }) => product.vendor),
  itemCategory: of(({ product }) => product.type),
  itemVariant: of(({ variant }) => variant?.title),
} as const;
