import { idOfType, toGid, toLegacyId } from '../gid.ts';
import { exactly } from '../listing.ts';
import { metafieldFields } from '../metafields.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { isPublished } from '../publications.ts';
import { type CollectionRow, holds } from '../records/collections.ts';
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
