import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { pathField, targetField } from '../input/store-path.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { Redirect, ShopifyRedirect } from '../shapes/redirect.ts';

const Payload = z.object({ urlRedirect: ShopifyRedirect.nullable(), userErrors: UserErrors });
const PAYLOAD = '{ urlRedirect { id path target } userErrors { field message code } }';

export const createRedirectMutation = defineMutation(
  `mutation CreateRedirect($redirect: UrlRedirectInput!) { urlRedirectCreate(urlRedirect: $redirect) ${PAYLOAD} }`,
  z.object({ urlRedirectCreate: Payload }),
);

export const updateRedirectMutation = defineMutation(
  `mutation UpdateRedirect($id: ID!, $redirect: UrlRedirectInput!) {
    urlRedirectUpdate(id: $id, urlRedirect: $redirect) ${PAYLOAD}
  }`,
  z.object({ urlRedirectUpdate: Payload }),
);

/** `shopify_save_redirect`: a new redirect, or another path or target for one. */
export const saveRedirect = defineTool({
  name: 'shopify_save_redirect',
  title: 'Create or change a URL redirect',
  description:
    'Creates a redirect in the Shopify online store from an old path to a path or address, or with id changes one. Visitors follow it only where no page exists at the old path.',
  effect: 'write',
  permission: 'shopify.redirects.write',
  scopes: ['read_online_store_navigation', 'write_online_store_navigation'],
  input: z
    .object({
      id: idField('UrlRedirect', 'Redirect to change.').optional(),
      path: pathField('Old path, as in /old.').optional(),
      target: targetField('New path, or whole address with https://.').optional(),
    })
    .refine(
      ({ id, path, target }) =>
        id === undefined ? path !== undefined && target !== undefined : path !== undefined || target !== undefined,
      { error: 'Give path and target; with id, at least one of them.', path: ['path'] },
    )
    .refine(({ path, target }) => path === undefined || path !== target, {
      error: 'A path cannot lead to itself.',
      path: ['target'],
    }),
  output: z.object({ redirect: Redirect.describe('The redirect as it is now.') }),
  cost: () => 10,
  examples: [
    { title: 'A new redirect', input: { path: '/teas', target: '/collections/all-teas' } },
    { title: 'Another target', input: { id: '8100000000001', target: '/collections/black-tea' } },
  ],

  async run({ id, path, target }, upstream: ShopifyUpstream) {
    const redirect = { path, target };
    const { urlRedirect, userErrors } =
      id === undefined
        ? (await upstream.mutate(createRedirectMutation, { redirect })).data.urlRedirectCreate
        : (await upstream.mutate(updateRedirectMutation, { id: toGid('UrlRedirect', id), redirect })).data
            .urlRedirectUpdate;
    refuseUserErrors(userErrors);
    if (urlRedirect === null) throw unconfirmed();
    return { redirect: urlRedirect };
  },
});
