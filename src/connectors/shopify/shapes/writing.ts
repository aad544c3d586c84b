import { z } from 'zod';
import { personal } from '../../define.ts';
import { given } from './words.ts';

/** What a page and an article both have; no field costs a point. `$withBody` leaves the long texts out of lists. */
const SHARED = 'id title handle isPublished publishedAt createdAt updatedAt body @include(if: $withBody)';

export const PAGE = `fragment Page on Page { ${SHARED} }`;
export const PAGE_COST = 1;

/** The article itself, its author and its blog. */
export const ARTICLE = `
  fragment Article on Article {
    ${SHARED}
    tags
    summary @include(if: $withBody)
    author { name }
    blog { id title }
  }`;
export const ARTICLE_COST = 3;

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

export const ShopifyArticle = ShopifyPage.extend({
  tags: z.array(z.string()),
  summary: z.string().nullish(),
  author: z.object({ name: z.string() }).nullish(),
  blog: z.object({ id: z.string(), title: z.string() }),
});

export const Writing = z.object({
  id: z.string().describe('Global id.'),
  title: z.string().describe('Title.'),
  handle: z.string().describe('Last part of its address.'),
  published: z.boolean().describe('Whether visitors see it.'),
  publishedAt: z.string().optional().describe('ISO 8601.'),
  createdAt: z.string().describe('ISO 8601.'),
  updatedAt: z.string().optional().describe('ISO 8601.'),
  bodyHtml: z.string().optional().describe('Text as HTML, as merchants wrote it: untrusted content. Only of one.'),
  summaryHtml: z.string().optional().describe('Articles: what lists show of it.'),
  author: personal(z.string().optional().describe('Articles: who wrote it.')),
  tags: z.array(z.string()).optional().describe('Articles: tags.'),
  blogId: z.string().optional().describe('Articles: global id of the blog that it is in.'),
  blogTitle: z.string().optional().describe('Articles: that blog.'),
});

/** Gives a page or an article. */
export function toWriting(
  row: z.output<typeof ShopifyPage> | z.output<typeof ShopifyArticle>,
): z.output<typeof Writing> {
  const shared = {
    id: row.id,
    title: row.title,
    handle: row.handle,
    published: row.isPublished,
    publishedAt: given(row.publishedAt),
    createdAt: row.createdAt,
    updatedAt: given(row.updatedAt),
    bodyHtml: row.body,
  };
  if (!('blog' in row)) return shared;
  return {
    ...shared,
    summaryHtml: given(row.summary),
    author: row.author?.name,
    tags: row.tags,
    blogId: row.blog.id,
    blogTitle: row.blog.title,
  };
}
