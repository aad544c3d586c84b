import { idOfType, toGid, toLegacyId } from '../gid.ts';
import { exactly } from '../listing.ts';
import { metafieldFields } from '../metafields.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { isPublished } from '../publications.ts';
import { type CollectionRow, type CollectionRule, type CollectionRules, holds } from '../records/collections.ts';
import type { ShopState } from '../shop-state.ts';
import { productView } from './product-view.ts';
import { toDateTime, toMoney } from './values.ts';

/** Shows a collection as Shopify's `Collection`. */
export function collectionView(state: ShopState, row: CollectionRow) {
  const gid = toGid('Collection', row.id);
  const products = () => state.products.all().filter((product) => holds(row, product));
  return {
    __typename: 'Collection',
    id: gid,
    legacyResourceId: toLegacyId(row.id),
    title: row.title,
    handle: row.handle,
    description: row.descriptionHtml.replace(/<[^<>]+>/g, ''),
    descriptionHtml: row.descriptionHtml,
    seo: { title: row.seoTitle ?? null, description: row.seoDescription ?? null },
    sortOrder: row.sortOrder,
    updatedAt: toDateTime(row.updatedAtMs),
    ruleSet: row.rules ? ruleSetView(row.rules) : null,
    sources: () => (row.rules ? [sourceView(row.id, row.rules, state.currency)] : []),
    templateSuffix: null,
    image: null,
    products: (args: PageArguments & { sortKey?: string }) =>
      paginate(products(), args, {
        idOf: ({ id }) => id,
        keyOf: args.sortKey === 'TITLE' ? ({ title }) => title.toLowerCase() : ({ id }) => id,
        toNode: (product) => productView(state, product),
      }),
    productsCount: () => exactly(products().length),
    hasProduct: ({ id }: { id: string }) => products().some((product) => product.id === idOfType('Product', id)),
    publishedOnPublication: ({ publicationId }: { publicationId: string }) => isPublished(state, gid, publicationId),
    ...metafieldFields(state, gid),
  };
}

/** What rules look at: as rule sets name it, and as conditions do. */
// biome-ignore format: a table is read in columns
const subjects = {
  tag:    { column: 'TAG',           type: 'ProductTag' },
  title:  { column: 'TITLE',         type: 'ProductTitle' },
  type:   { column: 'TYPE',          type: 'ProductType' },
  vendor: { column: 'VENDOR',        type: 'ProductVendor' },
  price:  { column: 'VARIANT_PRICE', type: 'VariantPrice' },
} as const;

/** Gives what a rule set's column looks at. */
export function subjectOfColumn(column: string): CollectionRule['by'] {
  return (Object.keys(subjects) as CollectionRule['by'][]).find((by) => subjects[by].column === column)!;
}

/** Gives what a condition looks at, by the field that it is given in: `productTag`. */
export function subjectOfCondition(field: string): CollectionRule['by'] {
  const type = field.replace(/^./, (first) => first.toUpperCase());
  return (Object.keys(subjects) as CollectionRule['by'][]).find((by) => subjects[by].type === type)!;
}

/** Gives the id of the condition at a place among a collection's rules. */
export function conditionId({ rules }: CollectionRules, index: number): string {
  return toGid(`CollectionSourceInclusionCondition${subjects[rules[index]!.by].type}`, index);
}

/** Shows rules as versions until 2026-04 do. */
function ruleSetView({ isAny, rules }: CollectionRules) {
  return {
    appliedDisjunctively: isAny,
    rules: rules.map(({ by, relation, value }) => ({ column: subjects[by].column, relation, condition: value })),
  };
}

/** Shows the rules of a collection as the one source that it has for them. */
function sourceView(id: number, rules: CollectionRules, currency: string) {
  return {
    __typename: 'CollectionConditionsSource',
    id: toGid('CollectionConditionsSource', id),
    title: 'Rules',
    inclusion: {
      matchType: rules.isAny ? 'ANY' : 'ALL',
      conditions: rules.rules.map(({ by, relation, value }, index) => ({
        __typename: `CollectionSourceInclusionCondition${subjects[by].type}`,
        id: conditionId(rules, index),
        relation: by === 'tag' ? tagRelations[relation] : (renamedRelations[relation] ?? relation),
        matchType: 'ANY',
        values: [value],
        value: toMoney(value, currency),
      })),
    },
  };
}

const tagRelations: Readonly<Record<string, string>> = { EQUALS: 'TAGGED_WITH', NOT_EQUALS: 'NOT_TAGGED_WITH' };
const renamedRelations: Readonly<Record<string, string>> = { NOT_CONTAINS: 'DOES_NOT_CONTAIN' };
