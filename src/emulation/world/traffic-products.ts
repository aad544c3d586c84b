import type { Product, World } from './records.ts';

interface Memory {
  readonly sold: readonly Product[];
  readonly byPath: ReadonlyMap<string, Product>;
}

const known = new WeakMap<World, Memory>();

/** Gives the products that the online shop sells. */
export function soldProducts(world: World): readonly Product[] {
  return remember(world).sold;
}

/** Gives the product whose page has this path. */
export function productAt(world: World, path: string): Product | undefined {
  return remember(world).byPath.get(path);
}

function remember(world: World): Memory {
  let memory = known.get(world);
  if (!memory) {
    memory = {
      sold: world.products.filter(({ status }) => status === 'active'),
      byPath: new Map(world.products.map((product) => [`/products/${product.handle}`, product])),
    };
    known.set(world, memory);
  }
  return memory;
}
