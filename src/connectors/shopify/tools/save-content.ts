import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { saveArticle } from '../content/articles.ts';
import { Entry } from '../content/entry.ts';
import { addFile, changeFile } from '../content/files.ts';
import { savePage } from '../content/pages.ts';
import { saveRedirect } from '../content/redirects.ts';
import { anyIdField, idField, isOfType, toGid } from '../input/gid.ts';
import { htmlField } from '../input/html.ts';
import { lineField } from '../input/plain-text.ts';
import { pathField, targetField } from '../input/store-path.ts';
import { webAddressField } from '../input/web-address.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

const SaveContentInput = z.object({
  kind: z.enum(['page', 'article', 'redirect', 'file']).describe('article is an entry of a blog.'),
  id: anyIdField('What to change; new without it.').optional(),
  title: lineField(255, 'Page, article: title.').optional(),
  bodyHtml: htmlField(500_000, 'Page, article: text, HTML.').optional(),
  handle: lineField(255, 'Page, article: end of its address.').optional(),
  published: z.boolean().optional().describe('Page, article: seen by visitors; new ones are not.'),
  blogId: anyIdField('Article: its blog.').optional(),
  author: lineField(255, 'Article: its author.').optional(),
  summaryHtml: htmlField(10_000, 'Article: what lists show.').optional(),
  tags: z.array(lineField(255)).max(250).optional().describe('Article: all its tags.'),
  path: pathField('Redirect: old path, /old.').optional(),
  target: targetField('Redirect: new path, or https:// address.').optional(),
  url: webAddressField('File: public address to fetch it from.').optional(),
  alt: lineField(512, 'File: alternative text.').optional(),
  productId: idField('Product', 'File with id: product that shall show it.').optional(),
  shown: z.boolean().optional().describe('File: false takes it off productId.'),
});

type Input = z.output<typeof SaveContentInput>;
type Field = keyof Input;

/** What each kind may have, and what it must have when it is new. */
const KINDS: Readonly<
  Record<
    Input['kind'],
    { gid: 'Page' | 'Article' | 'UrlRedirect' | undefined; may: readonly Field[]; must: readonly Field[] }
  >
> = {
  page: { gid: 'Page', may: ['title', 'bodyHtml', 'handle', 'published'], must: ['title'] },
  article: {
    gid: 'Article',
    may: ['title', 'bodyHtml', 'handle', 'published', 'blogId', 'author', 'summaryHtml', 'tags'],
    must: ['title', 'blogId', 'author'],
  },
  redirect: { gid: 'UrlRedirect', may: ['path', 'target'], must: ['path', 'target'] },
  file: { gid: undefined, may: ['url', 'alt', 'productId', 'shown'], must: ['url'] },
};

/** `shopify_save_content`: something new in the online store, or a change to it. */
export const saveContent = defineTool({
  name: 'shopify_save_content',
  title: 'Create or change content of the store',
  description:
    'Creates or, with id, changes a page, blog article, URL redirect or file of the Shopify online store: files come from the web, then pictures can be shown on products. Ids: shopify_list_content.',
  effect: 'write',
  permission: 'shopify.content.write',
  scopes: [
    'read_content',
    'write_content',
    'read_online_store_navigation',
    'write_online_store_navigation',
    'read_files',
    'write_files',
  ],
  input: SaveContentInput.superRefine(checkKind),
  output: z.object({ item: Entry.describe('It as it is now, without its text.') }),
  cost: ({ kind }) => (kind === 'article' ? 12 : 10),
  examples: [
    { title: 'A new page, hidden', input: { kind: 'page', title: 'Our gardens', bodyHtml: '<p>Soon.</p>' } },
    { title: 'Publish an article', input: { kind: 'article', id: '8100000000004', published: true } },
    { title: 'A redirect', input: { kind: 'redirect', path: '/teas', target: '/collections/all-teas' } },
    { title: 'A picture', input: { kind: 'file', url: 'https://images.example.com/autumn.jpg', alt: 'A cup' } },
    {
      title: 'A picture on a product',
      input: { kind: 'file', id: 'gid://shopify/MediaImage/8100000000160', productId: '8100000000010' },
    },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const { kind, id, path, target, url = '', alt } = input;
    switch (kind) {
      case 'page':
        return { item: await savePage(id && toGid('Page', id), writing(input), upstream) };
      case 'article':
        return { item: await saveArticle(id && toGid('Article', id), article(input), upstream) };
      case 'redirect':
        return { item: await saveRedirect(id && toGid('UrlRedirect', id), { path, target }, upstream) };
      case 'file':
        return {
          item:
            id === undefined
              ? await addFile({ originalSource: url, alt }, upstream)
              : await changeFile({ id, alt, ...showing(input) }, upstream),
        };
    }
  },
});

function checkKind(input: Input, context: z.RefinementCtx<Input>): void {
  const { gid, may, must } = KINDS[input.kind];
  const refuse = (path: Field, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const { kind, id, ...fields } = input;
  const named = (Object.keys(fields) as Exclude<Field, 'kind' | 'id'>[]).filter((name) => fields[name] !== undefined);
  for (const name of named) if (!may.includes(name)) refuse(name, `A ${kind} has no ${name}.`);
  if (input.path !== undefined && input.path === input.target) refuse('target', 'A path cannot lead to itself.');
  if (id === undefined) {
    if (input.productId !== undefined) refuse('productId', 'Add the file first, then show it with its id.');
    for (const name of must) if (input[name] === undefined) refuse(name, `A new ${kind} needs ${name}.`);
    return;
  }
  if (kind === 'file') checkFile(input, refuse);
  if (gid !== undefined && !isOfType(gid, id)) refuse('id', `Give the id of a ${kind}.`);
  if (named.length === 0) refuse('id', 'Give something to change.');
}

/** Ids of files, which tell their kind: a bare number does not. */
const FILE = /^gid:\/\/shopify\/(MediaImage|GenericFile|Video|ExternalVideo|Model3d)\/\d{1,20}$/;

function checkFile({ id = '', url, productId, shown }: Input, refuse: (path: Field, message: string) => void): void {
  if (!FILE.test(id)) refuse('id', 'Give the whole id of a file, as shopify_list_content gives it.');
  if (url !== undefined) refuse('url', 'A file that is there keeps its content; add a new one.');
  if (shown !== undefined && productId === undefined) refuse('productId', 'Say of which product.');
}

function showing({ productId, shown = true }: Input) {
  if (productId === undefined) return {};
  const products = [toGid('Product', productId)];
  return shown ? { referencesToAdd: products } : { referencesToRemove: products };
}

function writing({ id, title, bodyHtml, handle, published }: Input) {
  const isNew = id === undefined;
  return {
    title,
    body: bodyHtml,
    handle,
    isPublished: isNew ? (published ?? false) : published,
    ...(isNew || handle === undefined ? {} : { redirectNewHandle: true }),
  };
}

function article(input: Input) {
  const { blogId, author, summaryHtml, tags } = input;
  return {
    ...writing(input),
    summary: summaryHtml,
    tags,
    author: author === undefined ? undefined : { name: author },
    blogId: blogId === undefined ? undefined : toGid('Blog', blogId),
  };
}
