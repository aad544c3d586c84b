import { toGid } from '../gid.ts';
import { exactly } from '../listing.ts';
import { metafieldFields } from '../metafields.ts';
import { idCursor, type PageArguments, paginate } from '../paging.ts';
import type { ArticleRow, BlogRow, PageRow, RedirectRow } from '../records/online-store.ts';
import type { ShopState } from '../shop-state.ts';
import { toDateTime, toDateTimeOrNull } from './values.ts';

/** Shows a redirect as Shopify's `UrlRedirect`. */
export function redirectView({ id, path, target }: RedirectRow) {
  return { __typename: 'UrlRedirect', id: toGid('UrlRedirect', id), path, target };
}

/** Shows a page as Shopify's `Page`. */
export function pageView(state: ShopState, row: PageRow) {
  return { __typename: 'Page', ...writingView(state, row, 'Page'), bodySummary: plain(row.body).slice(0, 100) };
}

/** Shows an article as Shopify's `Article`. */
export function articleView(state: ShopState, row: ArticleRow, blog: () => unknown) {
  return {
    __typename: 'Article',
    ...writingView(state, row, 'Article'),
    summary: row.summary ?? null,
    tags: row.tags,
    author: { __typename: 'ArticleAuthor', name: row.author },
    image: null,
    blog,
  };
}

/** Shows a blog as Shopify's `Blog`, with what is in it. */
export function blogView(state: ShopState, row: BlogRow, articles: () => readonly ArticleRow[]): unknown {
  const gid = toGid('Blog', row.id);
  const view: unknown = {
    __typename: 'Blog',
    id: gid,
    title: row.title,
    handle: row.handle,
    tags: () => [...new Set(articles().flatMap(({ tags }) => tags))],
    createdAt: toDateTime(row.createdAtMs),
    updatedAt: toDateTime(row.createdAtMs),
    articles: (args: PageArguments) =>
      paginate(articles(), args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: (article) => articleView(state, article, () => view),
      }),
    articlesCount: () => exactly(articles().length),
    ...metafieldFields(state, gid),
  };
  return view;
}

function writingView(state: ShopState, row: PageRow, type: 'Page' | 'Article') {
  const gid = toGid(type, row.id);
  return {
    id: gid,
    defaultCursor: idCursor(row.id),
    title: row.title,
    handle: row.handle,
    body: row.body,
    isPublished: row.publishedAtMs !== undefined,
    publishedAt: toDateTimeOrNull(row.publishedAtMs),
    createdAt: toDateTime(row.createdAtMs),
    updatedAt: toDateTime(row.updatedAtMs),
    templateSuffix: null,
    ...metafieldFields(state, gid),
  };
}

function plain(html: string): string {
  return html
    .replace(/<[^<>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
