import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { htmlField } from '../input/html.ts';
import { lineField } from '../input/plain-text.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { ARTICLE, ARTICLE_COST, PAGE, ShopifyArticle, ShopifyPage, toWriting, Writing } from '../shapes/writing.ts';

const PagePayload = z.object({ page: ShopifyPage.nullable(), userErrors: UserErrors });
const ArticlePayload = z.object({ article: ShopifyArticle.nullable(), userErrors: UserErrors });
const PAGE_PAYLOAD = '{ page { ...Page } userErrors { field message code } }';
const ARTICLE_PAYLOAD = '{ article { ...Article } userErrors { field message code } }';

export const createPageMutation = defineMutation(
  `mutation CreatePage($page: PageCreateInput!, $withBody: Boolean!) { pageCreate(page: $page) ${PAGE_PAYLOAD} } ${PAGE}`,
  z.object({ pageCreate: PagePayload }),
);

export const updatePageMutation = defineMutation(
  `mutation UpdatePage($id: ID!, $page: PageUpdateInput!, $withBody: Boolean!) {
    pageUpdate(id: $id, page: $page) ${PAGE_PAYLOAD}
  }
  ${PAGE}`,
  z.object({ pageUpdate: PagePayload }),
);

export const createArticleMutation = defineMutation(
  `mutation CreateArticle($article: ArticleCreateInput!, $withBody: Boolean!) {
    articleCreate(article: $article) ${ARTICLE_PAYLOAD}
  }
  ${ARTICLE}`,
  z.object({ articleCreate: ArticlePayload }),
);

export const updateArticleMutation = defineMutation(
  `mutation UpdateArticle($id: ID!, $article: ArticleUpdateInput!, $withBody: Boolean!) {
    articleUpdate(id: $id, article: $article) ${ARTICLE_PAYLOAD}
  }
  ${ARTICLE}`,
  z.object({ articleUpdate: ArticlePayload }),
);

const SaveContentInput = z.object({
  kind: z.enum(['page', 'article']).describe('article is an entry of a blog.'),
  pageId: idField('Page', 'Page to change.').optional(),
  articleId: idField('Article', 'Article to change.').optional(),
  blogId: idField('Blog', 'Blog for a new article.').optional(),
  author: lineField(255, 'Author of an article.').optional(),
  title: lineField(255, 'Title.').optional(),
  bodyHtml: htmlField(500_000, 'Text as HTML.').optional(),
  summaryHtml: htmlField(10_000, 'What lists show of an article.').optional(),
  tags: z.array(lineField(255, 'Tag.')).max(250).optional().describe('All tags of an article.'),
  handle: lineField(255, 'Last part of its address; an old one redirects.').optional(),
  published: z.boolean().optional().describe('Whether visitors see it; new ones are hidden without it.'),
});

type Input = z.output<typeof SaveContentInput>;
type Rule = readonly [holds: (input: Input) => boolean, told: { readonly error: string; readonly path: string[] }];

const RULES: readonly Rule[] = [
  [
    ({ kind, pageId, articleId }) => (kind === 'page' ? articleId === undefined : pageId === undefined),
    { error: 'Give pageId for a page and articleId for an article.', path: ['kind'] },
  ],
  [
    ({ kind, blogId, author, summaryHtml, tags }) =>
      kind === 'article' || [blogId, author, summaryHtml, tags].every((value) => value === undefined),
    { error: 'A page has no blog, author, summary or tags.', path: ['kind'] },
  ],
  [(input) => !isNew(input) || input.title !== undefined, { error: 'Something new needs a title.', path: ['title'] }],
  [
    (input) => !isNew(input) || input.kind === 'page' || (input.blogId !== undefined && input.author !== undefined),
    { error: 'A new article needs a blogId and an author.', path: ['blogId'] },
  ],
];

/** `shopify_save_content`: a new page or article of the online store, or a change to one. */
export const saveContent = defineTool({
  name: 'shopify_save_content',
  title: 'Create or change a page or article',
  description:
    'Creates a page or blog article in the Shopify online store, hidden unless published is true, or with pageId or articleId changes what is given of one. Get ids from shopify_list_content.',
  effect: 'write',
  permission: 'shopify.content.write',
  scopes: ['read_content', 'write_content'],
  input: RULES.reduce((schema, [holds, told]) => schema.refine(holds, told), SaveContentInput),
  output: z.object({ item: Writing.describe('It as it is now, without its text.') }),
  cost: ({ kind }) => 10 + (kind === 'article' ? ARTICLE_COST - 1 : 0),
  examples: [
    { title: 'A new page, hidden', input: { kind: 'page', title: 'Our gardens', bodyHtml: '<p>Soon.</p>' } },
    { title: 'Publish an article', input: { kind: 'article', articleId: '8100000000004', published: true } },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const { item, userErrors } =
      input.kind === 'page' ? await savePage(input, upstream) : await saveArticle(input, upstream);
    refuseUserErrors(userErrors);
    if (item === null) throw unconfirmed();
    return { item: toWriting(item) };
  },
});

function isNew({ pageId, articleId }: Input): boolean {
  return pageId === undefined && articleId === undefined;
}

function sharedFields(input: Input) {
  const { title, bodyHtml, handle, published } = input;
  const isPublished = isNew(input) ? (published ?? false) : published;
  const redirect = isNew(input) || handle === undefined ? {} : { redirectNewHandle: true };
  return { title, body: bodyHtml, handle, isPublished, ...redirect };
}

async function savePage(input: Input, upstream: ShopifyUpstream) {
  const shared = { page: sharedFields(input), withBody: false };
  const { page: item, userErrors } =
    input.pageId === undefined
      ? (await upstream.mutate(createPageMutation, shared)).data.pageCreate
      : (await upstream.mutate(updatePageMutation, { id: toGid('Page', input.pageId), ...shared })).data.pageUpdate;
  return { item, userErrors };
}

async function saveArticle(input: Input, upstream: ShopifyUpstream) {
  const { articleId, blogId, author, summaryHtml, tags } = input;
  const article = {
    ...sharedFields(input),
    summary: summaryHtml,
    tags,
    author: author === undefined ? undefined : { name: author },
    blogId: blogId === undefined ? undefined : toGid('Blog', blogId),
  };
  const shared = { article, withBody: false };
  const { article: item, userErrors } =
    articleId === undefined
      ? (await upstream.mutate(createArticleMutation, shared)).data.articleCreate
      : (await upstream.mutate(updateArticleMutation, { id: toGid('Article', articleId), ...shared })).data
          .articleUpdate;
  return { item, userErrors };
}
