import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Redirect, ShopifyRedirect } from '../shapes/redirect.ts';

export const listRedirectsQuery = defineQuery(
  `query ListRedirects($first: Int!, $after: String, $query: String) {
    urlRedirects(first: $first, after: $after, query: $query) {
      nodes { id path target }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ urlRedirects: z.object({ nodes: z.array(ShopifyRedirect), pageInfo: PageInfo }) }),
);

/** `shopify_list_redirects`: a page of the online store's redirects. */
export const listRedirects = defineTool({
  name: 'shopify_list_redirects',
  title: 'List URL redirects',
  description:
    'Lists the redirects of the Shopify online store: which old path leads to which new address. Use it before adding one, or to see where a path leads.',
  effect: 'read',
  permission: 'shopify.redirects.read',
  scopes: ['read_online_store_navigation'],
  input: z.object({
    path: lineField(1024, 'Only this old path, as in /old.').optional(),
    target: lineField(1024, 'Only those that lead here.').optional(),
    text: lineField(200, 'Words in either.').optional(),
    limit: limitField('redirects', 250, 100),
    cursor: cursorField('redirects', 'nextCursor'),
  }),
  output: z.object({
    redirects: z.array(Redirect).describe('The redirects.'),
    nextCursor: nextCursorField('redirects', 'cursor'),
  }),
  list: 'redirects',
  cost: ({ limit }) => 2 + limit,
  examples: [
    { title: 'All redirects', input: {} },
    { title: 'Where one path leads', input: { path: '/shop' } },
  ],

  async run({ path, target, text, limit, cursor }, upstream: ShopifyUpstream) {
    const { data } = await upstream.query(listRedirectsQuery, {
      first: limit,
      after: cursor,
      query: toSearchString([
        { argument: 'text', value: text },
        { argument: 'path', field: 'path', value: path },
        { argument: 'target', field: 'target', value: target },
      ]),
    });
    return { redirects: data.urlRedirects.nodes, nextCursor: nextCursorOf(data.urlRedirects.pageInfo) };
  },
});
