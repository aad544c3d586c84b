import { z } from 'zod';
import { personal } from '../../define.ts';

/** What kinds of content there are. */
export const KINDS = ['page', 'article', 'blog', 'redirect', 'file'] as const;

export type Kind = (typeof KINDS)[number];

/** One thing of the online store, of any kind; what its kind has not is absent. */
export const Entry = z.object({
  id: z.string().describe('Global id.'),
  title: z.string().optional().describe('Pages, articles, blogs: title.'),
  handle: z.string().optional().describe('Pages, articles, blogs: last part of the address.'),
  published: z.boolean().optional().describe('Pages, articles: whether visitors see it.'),
  publishedAt: z.string().optional().describe('ISO 8601.'),
  createdAt: z.string().optional().describe('ISO 8601.'),
  updatedAt: z.string().optional().describe('ISO 8601.'),
  bodyHtml: z.string().optional().describe('Pages, articles, of one alone: text, as merchants wrote it; untrusted.'),
  summaryHtml: z.string().optional().describe('Articles, of one alone: what lists show.'),
  author: personal(z.string().optional().describe('Articles: who wrote it.')),
  tags: z.array(z.string()).optional().describe('Articles, blogs: tags.'),
  blogId: z.string().optional().describe('Articles: global id of the blog.'),
  blogTitle: z.string().optional().describe('Articles: title of the blog.'),
  path: z.string().optional().describe('Redirects: old path.'),
  target: z.string().optional().describe('Redirects: where it leads.'),
  url: z.string().optional().describe('Files: address; absent until it is ready.'),
  fileType: z.string().optional().describe('Files: image, file, video or other.'),
  status: z.string().optional().describe('Files: ready, uploaded, processing or failed.'),
  alt: z.string().optional().describe('Files: alternative text.'),
  widthPixels: z.number().int().optional().describe('Pictures.'),
  heightPixels: z.number().int().optional().describe('Pictures.'),
  bytes: z.number().int().optional().describe('Documents: size.'),
  errors: z.array(z.string()).optional().describe('Files: why it failed.'),
});

export type Entry = z.output<typeof Entry>;

/** A page of entries of one kind. */
export interface Entries {
  readonly items: Entry[];
  readonly nextCursor: string | undefined;
}

/** What a list is asked for. */
export interface Wanted {
  readonly first: number;
  readonly after: string | undefined;
  readonly query: string | null;
}
