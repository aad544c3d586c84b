import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

export const deleteRedirectMutation = defineMutation(
  `mutation DeleteRedirect($id: ID!) {
    urlRedirectDelete(id: $id) { deletedUrlRedirectId userErrors { field message code } }
  }`,
  z.object({ urlRedirectDelete: z.object({ deletedUrlRedirectId: z.string().nullish(), userErrors: UserErrors }) }),
);

/** `shopify_delete_redirect`: takes one redirect away. */
export const deleteRedirect = defineTool({
  name: 'shopify_delete_redirect',
  title: 'Delete a URL redirect',
  description:
    'Deletes one redirect of the Shopify online store; its old path then leads nowhere. Get the id from shopify_list_redirects.',
  effect: 'destroy',
  permission: 'shopify.redirects.delete',
  scopes: ['read_online_store_navigation', 'write_online_store_navigation'],
  input: z.object({ id: idField('UrlRedirect', 'Id of the redirect.') }),
  output: z.object({ deletedId: z.string().describe('Global id of what is gone.') }),
  cost: () => 10,
  examples: [
    { title: 'By number', input: { id: '8100000000002' } },
    { title: 'By global id', input: { id: 'gid://shopify/UrlRedirect/8100000000003' } },
  ],

  async run({ id }, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(deleteRedirectMutation, { id: toGid('UrlRedirect', id) });
    const { deletedUrlRedirectId, userErrors } = data.urlRedirectDelete;
    refuseUserErrors(userErrors);
    if (!deletedUrlRedirectId) throw unconfirmed();
    return { deletedId: deletedUrlRedirectId };
  },
});
