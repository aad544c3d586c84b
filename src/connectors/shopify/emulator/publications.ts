import { GraphQLError } from 'graphql';
import { idOfType, toGid } from './gid.ts';
import { type PageArguments, paginate } from './paging.ts';
import type { ShopState } from './shop-state.ts';

/** Where things are sold: the two channels of this shop. */
export const publications = [
  { id: 1, name: 'Online Store', handle: 'online_store' },
  { id: 2, name: 'Point of Sale', handle: 'pos' },
] as const;

/** Answers `publishedOnPublication` of a product or collection. */
export function isPublished(state: ShopState, gid: string, publicationGid: string): boolean {
  const publication = publicationOf(publicationGid);
  if (publication.id === 2) return !state.hiddenFromSalesPoint.has(gid);
  const product = state.products.get(idOfType('Product', gid));
  return product ? product.publishedAtMs !== undefined : !state.hiddenFromOnlineStore.has(gid);
}

/** Publishes a product or collection somewhere, or takes it away. */
export function setPublished(
  state: ShopState,
  gid: string,
  publicationGid: string,
  toBePublished: boolean,
  nowMs: number,
): void {
  const { id } = publicationOf(publicationGid);
  const product = state.products.get(idOfType('Product', gid));
  if (id === 1 && product) {
    const publishedAtMs = toBePublished ? (product.publishedAtMs ?? nowMs) : undefined;
    state.putProduct({ ...product, publishedAtMs, updatedAtMs: nowMs });
    return;
  }
  const hidden = id === 1 ? state.hiddenFromOnlineStore : state.hiddenFromSalesPoint;
  if (toBePublished) hidden.delete(gid);
  else hidden.add(gid);
}

/** Shows a channel as Shopify's `Publication`. */
export function publicationView({ id, name, handle }: (typeof publications)[number]) {
  const channel = { __typename: 'Channel', id: toGid('Channel', id), name, handle };
  return {
    __typename: 'Publication',
    id: toGid('Publication', id),
    autoPublish: id === 1,
    channels: (args: PageArguments) =>
      paginate([channel], args, { idOf: () => id, keyOf: () => id, toNode: (row) => row }),
  };
}

function publicationOf(gid: string) {
  const found = publications.find(({ id }) => id === idOfType('Publication', gid));
  if (!found) throw new GraphQLError('Publication does not exist', { extensions: { code: 'BAD_REQUEST' } });
  return found;
}
