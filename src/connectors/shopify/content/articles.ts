import { z } from 'zod';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { given } from '../shapes/words.ts';
import type { Entries, Entry, Wanted } from './entry.ts';
import { pageEntry, ShopifyPage } from './pages.ts';

const ARTICLE = `fragment Article on Article {
  id title handle isPublished publishedAt createdAt updatedAt tags
  body @include(if: $withBody)
  summary @include(if: $withBody)
  author { name }
  blog { id title }
}`;
/** What an article costs: itself, its author, its blog. */
export const ARTICLE_COST = 3;

const ShopifyArticle = ShopifyPage.extend({
  tags: z.array(z.string()),
  summary: z.string().nullish(),
  author: z.object({ name: z.string() }).nullish(),
  blog: z.object({ id: z.string(), title: z.string() }),
});

export const listArticlesQuery = defineQuery(
  `query ListArticles($first: Int!, $after: String, $query: String, $withBody: Boolean!) {
    articles(first: $first, after: $after, query: $query) { nodes { ...Article } pageInfo { hasNextPage endCursor } }
  }
  ${ARTICLE}`,
  z.object({ articles: z.object({ nodes: z.array(ShopifyArticle), pageInfo: PageInfo }) }),
);

export const getArticleQuery = defineQuery(
  `query GetArticle($id: ID!, $withBody: Boolean!) { article(id: $id) { ...Article } } ${ARTICLE}`,
  z.object({ article: ShopifyArticle.nullable() }),
);

const Payload = z.object({ article: ShopifyArticle.nullable(), userErrors: UserErrors });
const PAYLOAD = '{ article { ...Article } userErrors { field message code } }';

export const createArticleMutation = defineMutation(
  `mutation CreateArticle($article: ArticleCreateInput!, $withBody: Boolean!) {
    articleCreate(article: $article) ${PAYLOAD}
  }
  ${ARTICLE}`,
  z.object({ articleCreate: Payload }),
);

export const updateArticleMutation = defineMutation(
  `mutation UpdateArticle($id: ID!, $article: ArticleUpdateInput!, $withBody: Boolean!) {
    articleUpdate(id: $id, article: $article) ${PAYLOAD}
  }
  ${ARTICLE}`,
  z.object({ articleUpdate: Payload }),
);

export async function listArticles(wanted: Wanted, upstream: ShopifyUpstream): Promise<Entries> {
  const { nodes, pageInfo } = (await upstream.query(listArticlesQuery, { ...wanted, withBody: false })).data.articles;
  return { items: nodes.map(articleEntry), nextCursor: nextCursorOf(pageInfo) };
}

export async function getArticle(id: string, upstream: ShopifyUpstream): Promise<Entry | undefined> {
  const { article } = (await upstream.query(getArticleQuery, { id, withBody: true })).data;
  return article === null ? undefined : articleEntry(article);
}

/** Makes an article, or changes the one of this id. */
export async function saveArticle(
  id: string | undefined,
  article: Readonly<Record<string, unknown>>,
  upstream: ShopifyUpstream,
): Promise<Entry> {
  const variables = { article, withBody: false };
  const { article: saved, userErrors } =
    id === undefined
      ? (await upstream.mutate(createArticleMutation, variables)).data.articleCreate
      : (await upstream.mutate(updateArticleMutation, { id, ...variables })).data.articleUpdate;
  refuseUserErrors(userErrors);
  if (saved === null) throw unconfirmed();
  return articleEntry(saved);
}

function articleEntry(row: z.output<typeof ShopifyArticle>): Entry {
  return {
    ...pageEntry(row),
    summaryHtml: given(row.summary),
    author: row.author?.name,
    tags: row.tags,
    blogId: row.blog.id,
    blogTitle: row.blog.title,
  };
}
