import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType, parseGid } from '../gid.ts';
import { type CountArguments, count, type ListArguments, type Listing, list } from '../listing.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { publications, publicationView, setPublished } from '../publications.ts';
import { type CollectionRow, holds } from '../records/collections.ts';
import { emptyFields, field } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { collectionView } from '../views/collection-view.ts';
import { productView } from '../views/product-view.ts';
import { type Area, byId, showing } from './area.ts';
import { createCollection, fromRuleSet, fromSources, noCollection, updateCollection } from './collection-changes.ts';

type Info = GraphQLResolveInfo;
type Publishing = { readonly id: string; readonly input: readonly { readonly publicationId?: string }[] };

/** Collections, and in which channels they and products are published. */
export function collectionArea(state: ShopState): Area {
  const collection = (id: number) => showing(state.collections.get(id), (row) => collectionView(state, row));
  const publish =
    (toBePublished: boolean) =>
    ({ id, input }: Publishing, { nowMs }: Exchange) => {
      const isKnown = state.products.get(idOfType('Product', id)) ?? state.collections.get(idOfType('Collection', id));
      if (!isKnown) {
        const userErrors = [{ field: ['id'], message: `${parseGid(id).type || 'Resource'} does not exist` }];
        return { publishable: null, userErrors };
      }
      for (const { publicationId } of input) setPublished(state, id, publicationId ?? '', toBePublished, nowMs);
      return { publishable: publishableView(state, id), userErrors: [] };
    };
  return {
    queries: {
      collections: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(state.collections.all(), args, exchange, info, collectionListing(state)),
      collectionsCount: (args: CountArguments, exchange: Exchange, info: Info) =>
        count(state.collections.all(), args, exchange, info, collectionListing(state).fields),
      collection: byId('Collection', collection),
      collectionByIdentifier: ({ identifier }: { identifier: { id?: string; handle?: string } }) => {
        if (identifier.id !== undefined) return collection(idOfType('Collection', identifier.id) ?? -1);
        const found = state.collections.all().find(({ handle }) => handle === identifier.handle);
        return showing(found, (row) => collectionView(state, row));
      },
      publications: (args: PageArguments) =>
        paginate(publications, args, { idOf: ({ id }) => id, keyOf: ({ id }) => id, toNode: publicationView }),
    },
    mutations: {
      publishablePublish: publish(true),
      publishableUnpublish: publish(false),
      collectionCreate: ({ collection: sketch, input }, { nowMs }: Exchange) =>
        createCollection(state, sketch ? fromSources(sketch) : fromRuleSet(input), nowMs),
      collectionUpdate: ({ collection: sketch, input }, { nowMs }: Exchange) =>
        updateCollection(state, sketch ? fromSources(sketch) : fromRuleSet(input), nowMs),
      collectionDelete: ({ input }: { input: { id: string } }) => {
        if (!state.collections.delete(idOfType('Collection', input.id) ?? -1)) {
          return { deletedCollectionId: null, userErrors: [noCollection] };
        }
        return { deletedCollectionId: input.id, userErrors: [] };
      },
    },
    nodes: { Collection: collection },
  };
}

function publishableView(state: ShopState, gid: string) {
  const product = state.products.get(idOfType('Product', gid));
  return product
    ? productView(state, product)
    : collectionView(state, state.collections.get(idOfType('Collection', gid))!);
}

function collectionListing(state: ShopState): Listing<CollectionRow, unknown> {
  return {
    fields: {
      default: field('text', ({ title, descriptionHtml }) => `${title} ${descriptionHtml}`),
      id: field('id', ({ id }) => id),
      title: field('text', ({ title }) => title),
      handle: field('keyword', ({ handle }) => handle),
      collection_type: field('keyword', ({ rules }) => (rules ? 'smart' : 'custom')),
      product_id: field('id', (row) =>
        state.products
          .all()
          .filter((product) => holds(row, product))
          .map(({ id }) => id),
      ),
      updated_at: field('time', ({ updatedAtMs }) => updatedAtMs),
      ...emptyFields<CollectionRow>('publishable_status published_at published_status'),
    },
    sortKeys: {
      TITLE: ({ title }) => title.toLowerCase(),
      UPDATED_AT: ({ updatedAtMs }) => updatedAtMs,
    },
    idOf: ({ id }) => id,
    toNode: (row) => collectionView(state, row),
  };
}
