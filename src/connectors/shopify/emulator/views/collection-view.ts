import { idOfType, toGid, toLegacyId } from '../gid.ts';
import { exactly } from '../listing.ts';
import { metafieldFields } from '../metafields.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { isPublished } from '../publications.ts';
import { type CollectionRow, type CollectionRules, holds } from '../records/collections.ts';
import type { ShopState } from '../shop-state.ts';
import { productView } from './product-view.ts';
import { toDateTime } from './values.ts';

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
    sources: () => (row.rules ? [sourceView(row.id, row.rules)] : []),
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

const conditionTypes = {
  tag: 'ProductTag',
  title: 'ProductTitle',
  type: 'ProductType',
  vendor: 'ProductVendor',
  price: 'VariantPrice',
} as const;

/** Gives the id of the condition at a place among a collection's rules. */
export function conditionId({ rules }: CollectionRules, index: number): string {
  return toGid(`CollectionSourceInclusionCondition${conditionTypes[rules[index]!.by]}`, index);
}

/** Shows the rules of a collection as the one source that it has for them. */
function sourceView(id: number, rules: CollectionRules) {
  return {
    __typename: 'CollectionConditionsSource',
    id: toGid('CollectionConditionsSource', id),
    title: 'Rules',
    inclusion: {
      matchType: rules.isAny ? 'ANY' : 'ALL',
      conditions: rules.rules.map(({ by }, index) => ({
        __typename: `CollectionSourceInclusionCondition${conditionTypes[by]}`,
        id: conditionId(rules, index),
      })),
    },
  };
}
