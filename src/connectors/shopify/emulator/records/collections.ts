import type { Product, World } from '../../../../emulation/world/records.ts';

/** A group of products: picked by hand, or by a rule. */
export interface CollectionRow {
  readonly id: number;
  readonly title: string;
  readonly handle: string;
  readonly descriptionHtml: string;
  readonly seoTitle: string | undefined;
  readonly seoDescription: string | undefined;
  readonly sortOrder: string;
  readonly updatedAtMs: number;
  /** `undefined` for one that is picked by hand. */
  readonly rule: CollectionRule | undefined;
  /** Those picked by hand, in their order. */
  readonly productIds: readonly number[];
}

/** What a product must have to be in a smart collection. */
export interface CollectionRule {
  readonly by: 'tag' | 'type' | 'vendor';
  readonly value: string;
}

/** Says whether a product is in a collection. */
export function holds({ rule, productIds }: CollectionRow, product: Product): boolean {
  if (rule === undefined) return productIds.includes(product.id);
  if (rule.by === 'tag') return product.tags.includes(rule.value);
  return product[rule.by] === rule.value;
}

/** Gives the collections that a new shop has. */
export function collectionsOf(world: World): CollectionRow[] {
  const rows: readonly (readonly [title: string, about: string, rule: CollectionRule | undefined])[] = [
    ['All teas', 'Every tea that we blend and pack in Larkmoor.', { by: 'tag', value: 'tea' }],
    ['Black tea', 'Malty, smoky, bright.', { by: 'type', value: 'Black Tea' }],
    ['Green tea', 'From Japan and China.', { by: 'type', value: 'Green Tea' }],
    ['Brannock Pottery', 'Stoneware from the hill.', { by: 'vendor', value: 'Brannock Pottery' }],
    ['Sale', 'Reduced while stocks last.', { by: 'tag', value: 'sale' }],
    ['Staff favourites', 'What we drink ourselves.', undefined],
    ['Gifts under 30', '', undefined],
  ];
  const picked = world.products.filter((product, index) => product.status === 'active' && index % 9 === 3);
  return rows.map(([title, about, rule], index) => ({
    id: index + 1,
    title,
    handle: title.toLowerCase().replaceAll(' ', '-'),
    descriptionHtml: about === '' ? '' : `<p>${about}</p>`,
    seoTitle: index < 2 ? `${title} | Larkmoor Tea` : undefined,
    seoDescription: index < 2 ? about : undefined,
    sortOrder: rule ? 'BEST_SELLING' : 'MANUAL',
    updatedAtMs: world.firstDayMs + index * 86_400_000,
    rule,
    productIds: rule ? [] : picked.slice(index - 5, index + 3).map(({ id }) => id),
  }));
}
