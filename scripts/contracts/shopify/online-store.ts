import type { AreaNames } from './area-names.ts';

/** What the emulator knows of the online store: redirects, pages, blogs with articles, themes. */
export const onlineStoreNames: AreaNames = {
  queries: 'urlRedirects urlRedirect pages page articles article blogs blog themes',
  mutations: `urlRedirectCreate urlRedirectUpdate urlRedirectDelete pageCreate pageUpdate articleCreate articleUpdate
    pageDelete articleDelete`,
  types: {
    UrlRedirect: 'id path target',
    UrlRedirectInput: 'path target',
    UrlRedirectCreatePayload: 'urlRedirect userErrors',
    UrlRedirectUpdatePayload: 'urlRedirect userErrors',
    UrlRedirectDeletePayload: 'deletedUrlRedirectId userErrors',
    UrlRedirectUserError: 'code field message',
    Page: 'id title handle body bodySummary isPublished publishedAt createdAt updatedAt templateSuffix metafield metafields',
    PageCreateInput: 'title handle body isPublished',
    PageUpdateInput: 'title handle body isPublished redirectNewHandle',
    PageCreatePayload: 'page userErrors',
    PageUpdatePayload: 'page userErrors',
    PageCreateUserError: 'code field message',
    PageUpdateUserError: 'code field message',
    Blog: 'id title handle tags createdAt updatedAt articles articlesCount metafield metafields',
    Article: `id title handle body summary tags author blog image isPublished publishedAt createdAt updatedAt
      templateSuffix metafield metafields`,
    ArticleAuthor: 'name',
    AuthorInput: 'name',
    ArticleCreateInput: 'title handle body summary tags author blogId isPublished',
    ArticleUpdateInput: 'title handle body summary tags author blogId isPublished redirectNewHandle',
    ArticleCreatePayload: 'article userErrors',
    ArticleUpdatePayload: 'article userErrors',
    ArticleCreateUserError: 'code field message',
    ArticleUpdateUserError: 'code field message',
    PageDeletePayload: 'deletedPageId userErrors',
    PageDeleteUserError: 'code field message',
    ArticleDeletePayload: 'deletedArticleId userErrors',
    ArticleDeleteUserError: 'code field message',
    OnlineStoreTheme: 'id name role processing processingFailed prefix themeStoreId createdAt updatedAt',
  },
  droppedArguments: ['QueryRoot.pages(savedSearchId)', 'QueryRoot.urlRedirects(savedSearchId)'],
};
