import { z } from 'zod';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import type { Entries, Entry, Wanted } from './entry.ts';

/** What a redirect costs. */
export const REDIRECT_COST = 1;

const ShopifyRedirect = z.object({ id: z.string(), path: z.string(), target: z.string() });

export const listRedirectsQuery = defineQuery(
  `query ListRedirects($first: Int!, $after: String, $query: String) {
    urlRedirects(first: $first, after: $after, query: $query) {
      nodes { id path target }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ urlRedirects: z.object({ nodes: z.array(ShopifyRedirect), pageInfo: PageInfo }) }),
);

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

export async function listRedirects(wanted: Wanted, upstream: ShopifyUpstream): Promise<Entries> {
  const { nodes, pageInfo } = (await upstream.query(listRedirectsQuery, { ...wanted })).data.urlRedirects;
  return { items: nodes, nextCursor: nextCursorOf(pageInfo) };
}

/** Makes a redirect, or changes the one of this id. */
export async function saveRedirect(
  id: string | undefined,
  redirect: { readonly path?: string; readonly target?: string },
  upstream: ShopifyUpstream,
): Promise<Entry> {
  const { urlRedirect, userErrors } =
    id === undefined
      ? (await upstream.mutate(createRedirectMutation, { redirect })).data.urlRedirectCreate
      : (await upstream.mutate(updateRedirectMutation, { id, redirect })).data.urlRedirectUpdate;
  refuseUserErrors(userErrors);
  if (urlRedirect === null) throw unconfirmed();
  return urlRedirect;
}
