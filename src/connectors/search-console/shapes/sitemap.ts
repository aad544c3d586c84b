import { z } from 'zod';
import type { SitemapReply } from '../protocol/replies.ts';

/** What Search Console knows of one sitemap. */
export const Sitemap = z.object({
  sitemap: z.string().describe('Its address.'),
  isIndex: z.boolean().describe('It lists other sitemaps.'),
  isPending: z.boolean().describe('Submitted and not read yet.'),
  type: z.string().optional().describe('sitemap, rss_feed and others.'),
  lastSubmitted: z.string().optional().describe('ISO 8601.'),
  lastDownloaded: z.string().optional().describe('When Google read it last, ISO 8601.'),
  errors: z.number().describe('Entries that Google cannot use.'),
  warnings: z.number().describe('Entries with warnings.'),
  contents: z
    .array(
      z.object({ type: z.string().describe('web, image and others.'), submitted: z.number().describe('URLs in it.') }),
    )
    .describe('What is in it, by kind.'),
});

export function toSitemap(reply: SitemapReply): z.output<typeof Sitemap> {
  return {
    sitemap: reply.path,
    isIndex: reply.isSitemapsIndex,
    isPending: reply.isPending,
    type: reply.type,
    lastSubmitted: reply.lastSubmitted,
    lastDownloaded: reply.lastDownloaded,
    errors: reply.errors,
    warnings: reply.warnings,
    contents: reply.contents.map(({ type = 'unknown', submitted }) => ({ type, submitted })),
  };
}
