import { toWord } from '../shapes/words.ts';
import type { Rule } from './rules.ts';

/** What Shopify's types of conditions begin with. */
export const CONDITION = 'CollectionSourceInclusionCondition';

/** By our word for what of a product a rule looks at, the field that a condition for it is given in. */
export const SUBJECTS: Readonly<Record<Rule['field'], string>> = {
  tag: 'productTag',
  title: 'productTitle',
  type: 'productType',
  vendor: 'productVendor',
  price: 'variantPrice',
};

/** What Shopify says otherwise than `rules.ts`; tags are compared in words of their own. */
const RELATIONS: readonly (readonly [ours: string, theirs: string])[] = [
  ['equals', 'TAGGED_WITH'],
  ['not_equals', 'NOT_TAGGED_WITH'],
  ['not_contains', 'DOES_NOT_CONTAIN'],
];

/** Gives what a condition of this type looks at: `variant_inventory` where rules cannot say it. */
export function toField(typename: string): string {
  const subject = typename.replace(CONDITION, '');
  const known = Object.entries(SUBJECTS).find(([, name]) => name.toLowerCase() === subject.toLowerCase());
  return known?.[0] ?? subject.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
}

/** Gives our word for a relation. */
export function toRelation(theirs: string): string {
  return RELATIONS.find(([, known]) => known === theirs)?.[0] ?? toWord(theirs);
}

/** Gives Shopify's word for the relation of a rule. */
export function fromRelation({ field, relation }: Rule): string {
  const isOwn = field === 'tag' || relation === 'not_contains';
  const found = isOwn ? RELATIONS.find(([ours]) => ours === relation) : undefined;
  return found?.[1] ?? relation.toUpperCase();
}
