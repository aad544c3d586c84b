import { z } from 'zod';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import type { Entries, Wanted } from './entry.ts';

/** What a blog costs. */
export const BLOG_COST = 1;

export const listBlogsQuery = defineQuery(
  `query ListBlogs($first: Int!, $after: String, $query: String) {
    blogs(first: $first, after: $after, query: $query) {
      nodes { id title handle tags createdAt updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({
    blogs: z.object({
      nodes: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          handle: z.string(),
          tags: z.array(z.string()),
          createdAt: z.string(),
          updatedAt: z.string().nullish(),
        }),
      ),
      pageInfo: PageInfo,
    }),
  }),
);

export async function listBlogs(wanted: Wanted, upstream: ShopifyUpstream): Promise<Entries> {
  const { nodes, pageInfo } = (await upstream.query(listBlogsQuery, { ...wanted })).data.blogs;
  const items = nodes.map(({ updatedAt, ...blog }) => ({ ...blog, updatedAt: updatedAt ?? undefined }));
  return { items, nextCursor: nextCursorOf(pageInfo) };
}
