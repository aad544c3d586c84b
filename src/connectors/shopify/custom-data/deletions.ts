import { z } from 'zod';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

export const deleteMetafieldsMutation = defineMutation(
  `mutation DeleteMetafields($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) {
      deletedMetafields { namespace key }
      userErrors { field message }
    }
  }`,
  z.object({
    metafieldsDelete: z.object({
      deletedMetafields: z.array(z.object({ namespace: z.string(), key: z.string() }).nullable()).nullish(),
      userErrors: UserErrors,
    }),
  }),
);

export const deleteMetaobjectMutation = defineMutation(
  `mutation DeleteMetaobject($id: ID!) {
    metaobjectDelete(id: $id) { deletedId userErrors { field message code } }
  }`,
  z.object({ metaobjectDelete: z.object({ deletedId: z.string().nullish(), userErrors: UserErrors }) }),
);

interface FieldName {
  readonly namespace: string;
  readonly key: string;
}

/** Deletes metafields of one record; of those that it has not, Shopify says so in their place. */
export async function deleteMetafields(
  ownerId: string,
  wanted: readonly FieldName[],
  upstream: ShopifyUpstream,
): Promise<{ readonly deleted: FieldName[]; readonly missing: FieldName[] }> {
  const metafields = wanted.map((name) => ({ ownerId, ...name }));
  const { metafieldsDelete } = (await upstream.mutate(deleteMetafieldsMutation, { metafields })).data;
  refuseUserErrors(metafieldsDelete.userErrors);
  const { deletedMetafields } = metafieldsDelete;
  if (!deletedMetafields) throw unconfirmed();
  const isGone = ({ namespace, key }: FieldName) =>
    deletedMetafields.some((gone) => gone?.namespace === namespace && gone.key === key);
  return { deleted: wanted.filter(isGone), missing: wanted.filter((name) => !isGone(name)) };
}

/** Deletes a record; gives its global id. */
export async function deleteMetaobject(id: string, upstream: ShopifyUpstream): Promise<string> {
  const { deletedId, userErrors } = (await upstream.mutate(deleteMetaobjectMutation, { id })).data.metaobjectDelete;
  refuseUserErrors(userErrors);
  if (!deletedId) throw unconfirmed();
  return deletedId;
}
