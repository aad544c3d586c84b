import { z } from 'zod';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { given } from '../shapes/words.ts';
import type { Entries, Entry, Wanted } from './entry.ts';

const PAGE = `fragment Page on Page {
  id title handle isPublished publishedAt createdAt updatedAt body @include(if: $withBody)
}`;
/** What a page costs. */
export const PAGE_COST = 1;

export const ShopifyPage = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  isPublished: z.boolean(),
  publishedAt: z.string().nullish(),
  createdAt: z.string(),
  updatedAt: z.string().nullish(),
  body: z.string().optional(),
});

export const listPagesQuery = defineQuery(
  `query ListPages($first: Int!, $after: String, $query: String, $withBody: Boolean!) {
    pages(first: $first, after: $after, query: $query) { nodes { ...Page } pageInfo { hasNextPage endCursor } }
  }
  ${PAGE}`,
  z.object({ pages: z.object({ nodes: z.array(ShopifyPage), pageInfo: PageInfo }) }),
);

export const getPageQuery = defineQuery(
  `query GetPage($id: ID!, $withBody: Boolean!) { page(id: $id) { ...Page } } ${PAGE}`,
  z.object({ page: ShopifyPage.nullable() }),
);

const Payload = z.object({ page: ShopifyPage.nullable(), userErrors: UserErrors });
const PAYLOAD = '{ page { ...Page } userErrors { field message code } }';

export const createPageMutation = defineMutation(
  `mutation CreatePage($page: PageCreateInput!, $withBody: Boolean!) { pageCreate(page: $page) ${PAYLOAD} } ${PAGE}`,
  z.object({ pageCreate: Payload }),
);

export const updatePageMutation = defineMutation(
  `mutation UpdatePage($id: ID!, $page: PageUpdateInput!, $withBody: Boolean!) {
    pageUpdate(id: $id, page: $page) ${PAYLOAD}
  }
  ${PAGE}`,
  z.object({ pageUpdate: Payload }),
);

export async function listPages(wanted: Wanted, upstream: ShopifyUpstream): Promise<Entries> {
  const { nodes, pageInfo } = (await upstream.query(listPagesQuery, { ...wanted, withBody: false })).data.pages;
  return { items: nodes.map(pageEntry), nextCursor: nextCursorOf(pageInfo) };
}

export async function getPage(id: string, upstream: ShopifyUpstream): Promise<Entry | undefined> {
  const { page } = (await upstream.query(getPageQuery, { id, withBody: true })).data;
  return page === null ? undefined : pageEntry(page);
}

/** Makes a page, or changes the one of this id. */
export async function savePage(
  id: string | undefined,
  page: Readonly<Record<string, unknown>>,
  upstream: ShopifyUpstream,
): Promise<Entry> {
  const variables = { page, withBody: false };
  const { page: saved, userErrors } =
    id === undefined
      ? (await upstream.mutate(createPageMutation, variables)).data.pageCreate
      : (await upstream.mutate(updatePageMutation, { id, ...variables })).data.pageUpdate;
  refuseUserErrors(userErrors);
  if (saved === null) throw unconfirmed();
  return pageEntry(saved);
}

/** Gives what pages and articles have in common. */
export function pageEntry(row: z.output<typeof ShopifyPage>): Entry {
  return {
    id: row.id,
    title: row.title,
    handle: row.handle,
    published: row.isPublished,
    publishedAt: given(row.publishedAt),
    createdAt: row.createdAt,
    updatedAt: given(row.updatedAt),
    bodyHtml: row.body,
  };
}
