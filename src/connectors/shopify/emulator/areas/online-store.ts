import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { type ListArguments, type Listing, list } from '../listing.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type ArticleRow, articlesOf, type BlogRow, blogsOf, type PageRow, pagesOf } from '../records/online-store.ts';
import { emptyFields, field, type SearchFields } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import { articleView, blogView, pageView } from '../views/online-store-view.ts';
import { toDateTime } from '../views/values.ts';
import { type Area, byId, showing } from './area.ts';
import { redirectArea } from './redirects.ts';
import { changedWriting, newWriting, writingFaults } from './writings.ts';

type Info = GraphQLResolveInfo;
type ThemeArguments = PageArguments & { readonly roles?: readonly string[]; readonly names?: readonly string[] };

/** The online store: redirects, pages, blogs with their articles, themes. */
export function onlineStoreArea(state: ShopState): Area {
  const pages = new Table<PageRow>(pagesOf(state.world));
  const blogs = new Table<BlogRow>(blogsOf(state.world));
  const articles = new Table<ArticleRow>(articlesOf(state.world));
  const showPage = (row: PageRow) => pageView(state, row);
  const showBlog = (row: BlogRow) =>
    blogView(state, row, () => articles.all().filter(({ blogId }) => blogId === row.id));
  const showArticle = (row: ArticleRow) => articleView(state, row, () => showBlog(blogs.get(row.blogId)!));
  const page = (id: number) => showing(pages.get(id), showPage);
  const article = (id: number) => showing(articles.get(id), showArticle);
  const blog = (id: number) => showing(blogs.get(id), showBlog);
  const redirects = redirectArea(state);

  return {
    queries: {
      ...redirects.queries,
      pages: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(pages.all(), args, exchange, info, listingOf(writingFields<PageRow>(), showPage)),
      page: byId('Page', page),
      articles: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(articles.all(), args, exchange, info, listingOf(articleFields(blogs), showArticle)),
      article: byId('Article', article),
      blogs: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(blogs.all(), args, exchange, info, listingOf(blogFields, showBlog)),
      blog: byId('Blog', blog),
      themes: ({ roles, names, ...page }: ThemeArguments) => {
        const rows = themesOf(state).filter(
          ({ role, name }) => (!roles || roles.includes(role)) && (!names || names.includes(name)),
        );
        return paginate(rows, page, {
          idOf: ({ number }) => number,
          keyOf: ({ number }) => number,
          toNode: (row) => row,
        });
      },
    },
    mutations: {
      ...redirects.mutations,
      pageCreate: ({ page: input }, { nowMs }) => {
        const userErrors = writingFaults(pages, input, undefined, 'page');
        if (userErrors.length > 0) return { page: null, userErrors };
        const row: PageRow = newWriting(pages, input, nowMs);
        pages.put(row);
        return { page: showPage(row), userErrors: [] };
      },
      pageUpdate: ({ id, page: input }, { nowMs }) => {
        const old = pages.get(idOfType('Page', id));
        const userErrors = old ? writingFaults(pages, input, old.id, 'page') : [missing('Page')];
        if (!old || userErrors.length > 0) return { page: null, userErrors };
        const row = changedWriting(old, input, nowMs);
        pages.put(row);
        return { page: showPage(row), userErrors: [] };
      },
      pageDelete: ({ id }: { id: string }) => {
        const isGone = pages.delete(idOfType('Page', id) ?? -1);
        return isGone ? { deletedPageId: id, userErrors: [] } : { deletedPageId: null, userErrors: [missing('Page')] };
      },
      articleDelete: ({ id }: { id: string }) => {
        const isGone = articles.delete(idOfType('Article', id) ?? -1);
        const deletedArticleId = isGone ? id : null;
        return { deletedArticleId, userErrors: isGone ? [] : [missing('Article')] };
      },
      articleCreate: ({ article: input }, { nowMs }) => {
        const inBlog = blogs.get(idOfType('Blog', input.blogId ?? ''));
        const errors = writingFaults(articles, input, undefined, 'article');
        const noBlog = { field: ['article'], message: 'Must reference an existing blog.', code: 'NOT_FOUND' };
        const userErrors = inBlog ? errors : [noBlog, ...errors];
        if (!inBlog || userErrors.length > 0) return { article: null, userErrors };
        const { author, summary, tags } = input;
        const row: ArticleRow = {
          ...newWriting(articles, input, nowMs),
          blogId: inBlog.id,
          author: author.name ?? '',
          summary: summary ?? undefined,
          tags: tags ?? [],
        };
        articles.put(row);
        return { article: showArticle(row), userErrors: [] };
      },
      articleUpdate: ({ id, article: input }, { nowMs }) => {
        const old = articles.get(idOfType('Article', id));
        const userErrors = old ? writingFaults(articles, input, old.id, 'article') : [missing('Article')];
        if (!old || userErrors.length > 0) return { article: null, userErrors };
        const row: ArticleRow = {
          ...changedWriting(old, input, nowMs),
          author: input.author?.name ?? old.author,
          summary: 'summary' in input ? (input.summary ?? undefined) : old.summary,
          tags: input.tags ?? old.tags,
          blogId: idOfType('Blog', input.blogId ?? '') ?? old.blogId,
        };
        articles.put(row);
        return { article: showArticle(row), userErrors: [] };
      },
    },
    nodes: { ...redirects.nodes, Page: page, Article: article, Blog: blog },
  };
}

function missing(type: string) {
  return { field: ['id'], message: `${type} does not exist`, code: 'NOT_FOUND' };
}

function listingOf<T extends { readonly id: number; readonly title: string }>(
  fields: SearchFields<T>,
  toNode: (row: T) => unknown,
): Listing<T, unknown> {
  const timeOf = (name: 'publishedAtMs' | 'updatedAtMs') => (row: T) => (row as Partial<PageRow>)[name];
  return {
    fields,
    toNode,
    idOf: ({ id }) => id,
    sortKeys: {
      TITLE: ({ title }) => title.toLowerCase(),
      HANDLE: (row) => (row as unknown as PageRow).handle,
      UPDATED_AT: timeOf('updatedAtMs'),
      PUBLISHED_AT: timeOf('publishedAtMs'),
    },
  };
}

function writingFields<T extends PageRow>(): SearchFields<T> {
  return {
    default: field<T>('text', ({ title, body }) => `${title} ${body.replace(/<[^<>]+>/g, ' ')}`),
    id: field<T>('id', ({ id }) => id),
    title: field<T>('text', ({ title }) => title),
    handle: field<T>('keyword', ({ handle }) => handle),
    created_at: field<T>('time', ({ createdAtMs }) => createdAtMs),
    updated_at: field<T>('time', ({ updatedAtMs }) => updatedAtMs),
    published_at: field<T>('time', ({ publishedAtMs }) => publishedAtMs),
    published_status: field<T>('keyword', ({ publishedAtMs }) =>
      publishedAtMs === undefined ? ['unpublished', 'hidden'] : ['published', 'visible'],
    ),
  };
}

function articleFields(blogs: Table<BlogRow>): SearchFields<ArticleRow> {
  return {
    ...writingFields<ArticleRow>(),
    author: field('text', ({ author }) => author),
    blog_id: field('id', ({ blogId }) => blogId),
    blog_title: field('text', ({ blogId }) => blogs.get(blogId)?.title),
    tag: field('keyword', ({ tags }) => tags),
    tag_not: { ...field<ArticleRow>('keyword', ({ tags }) => tags), isExclusion: true },
  };
}

const blogFields: SearchFields<BlogRow> = {
  default: field('text', ({ title }) => title),
  id: field('id', ({ id }) => id),
  title: field('text', ({ title }) => title),
  handle: field('keyword', ({ handle }) => handle),
  created_at: field('time', ({ createdAtMs }) => createdAtMs),
  ...emptyFields<BlogRow>('updated_at'),
};

function themesOf({ world }: ShopState) {
  const rows = [
    ['Larkmoor (Dawn 15)', 'MAIN'],
    ['Christmas 2026', 'UNPUBLISHED'],
  ] as const;
  return rows.map(([name, role], index) => ({
    number: index + 1,
    __typename: 'OnlineStoreTheme',
    id: toGid('OnlineStoreTheme', index + 1),
    name,
    role,
    prefix: `/t/${index + 1}`,
    processing: false,
    processingFailed: false,
    themeStoreId: 887,
    createdAt: toDateTime(world.firstDayMs),
    updatedAt: toDateTime(world.firstDayMs),
  }));
}
