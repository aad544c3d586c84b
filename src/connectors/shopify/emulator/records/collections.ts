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
  readonly rules: CollectionRules | undefined;
  /** Those picked by hand, in their order. */
  readonly productIds: readonly number[];
}

/** What a product must have to be in a smart collection: all of it, or any. */
export interface CollectionRules {
  readonly isAny: boolean;
  readonly rules: readonly CollectionRule[];
}

export interface CollectionRule {
  readonly by: 'tag' | 'title' | 'type' | 'vendor' | 'price';
  readonly relation: Relation;
  readonly value: string;
}

export type Relation = keyof typeof relations;

/** How what a product has is held against the value of a rule; texts without regard to case. */
const relations = {
  EQUALS: (has: string, value: string) => has === value,
  NOT_EQUALS: (has: string, value: string) => has !== value,
  CONTAINS: (has: string, value: string) => has.includes(value),
  NOT_CONTAINS: (has: string, value: string) => !has.includes(value),
  STARTS_WITH: (has: string, value: string) => has.startsWith(value),
  ENDS_WITH: (has: string, value: string) => has.endsWith(value),
  GREATER_THAN: (has: string, value: string) => Number(has) > Number(value),
  LESS_THAN: (has: string, value: string) => Number(has) < Number(value),
} as const;

/** Says whether a product is in a collection: picked by hand, or by its rules. */
export function holds({ rules, productIds }: CollectionRow, product: Product): boolean {
  if (productIds.includes(product.id)) return true;
  if (rules === undefined || rules.rules.length === 0) return false;
  const meets = (rule: CollectionRule) => meetsRule(rule, product);
  return rules.isAny ? rules.rules.some(meets) : rules.rules.every(meets);
}

function meetsRule({ by, relation, value }: CollectionRule, product: Product): boolean {
  const holdsFor = (has: string) =>
    by === 'price'
      ? relations[relation](String(Number(has)), String(Number(value)))
      : relations[relation](has.toLowerCase(), value.toLowerCase());
  if (by === 'tag') return relation === 'NOT_EQUALS' ? product.tags.every(holdsFor) : product.tags.some(holdsFor);
  if (by === 'price') return product.variants.some(({ price }) => holdsFor(price));
  return holdsFor(product[by]);
}

/** Gives the collections that a new shop has. */
export function collectionsOf(world: World): CollectionRow[] {
  type Sketch = readonly [title: string, about: string, rule?: readonly [CollectionRule['by'], string]];
  const rows: readonly Sketch[] = [
    ['All teas', 'Every tea that we blend and pack in Larkmoor.', ['tag', 'tea']],
    ['Black tea', 'Malty, smoky, bright.', ['type', 'Black Tea']],
    ['Green tea', 'From Japan and China.', ['type', 'Green Tea']],
    ['Brannock Pottery', 'Stoneware from the hill.', ['vendor', 'Brannock Pottery']],
    ['Sale', 'Reduced while stocks last.', ['tag', 'sale']],
    ['Staff favourites', 'What we drink ourselves.'],
    ['Gifts under 30', ''],
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
    rules: rule && { isAny: false, rules: [{ by: rule[0], relation: 'EQUALS', value: rule[1] }] },
    productIds: rule ? [] : picked.slice(index - 5, index + 3).map(({ id }) => id),
  }));
}
