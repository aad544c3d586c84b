import { z } from 'zod';
import { toWord } from './words.ts';

/** An enum's value in our words. */
const Word = z.string().transform(toWord);
/** A 64-bit number, which JSON carries as text; the old API sent plain numbers. */
const Count = z.union([z.string().regex(/^\d{1,15}$/), z.number().int().nonnegative()]).transform(Number);
/** An instant; kept as it is written when it is one. */
const Instant = z.iso.datetime({ offset: true });

/** What every reply without content is. */
export const Nothing = z.unknown();

export const SiteReply = z.object({ siteUrl: z.string(), permissionLevel: Word });
/** Without properties Google answers `{}`; an empty body is no answer. */
export const SitesReply = z.object({ siteEntry: z.array(SiteReply).default([]) });

/** One row of search analytics. `keys` is absent where nothing was grouped. */
const RowReply = z.object({
  keys: z.array(z.string()).optional(),
  clicks: z.number(),
  impressions: z.number(),
  ctr: z.number(),
  position: z.number().default(0),
});

export type RowReply = z.output<typeof RowReply>;

/** `rows` is absent where there are none. Both spellings of the metadata occur. */
export const PerformanceReply = z.object({
  rows: z.array(RowReply).default([]),
  responseAggregationType: Word.optional(),
  metadata: z
    .object({
      firstIncompleteDate: z.string().optional(),
      first_incomplete_date: z.string().optional(),
      firstIncompleteHour: z.string().optional(),
      first_incomplete_hour: z.string().optional(),
    })
    .optional(),
});

const Issue = z.object({ issueMessage: z.string().default(''), severity: Word.optional() });

/** What the index knows of one address. Branch on the words; `coverageState` is text in some language. */
export const InspectionReply = z.object({
  inspectionResult: z.object({
    inspectionResultLink: z.string().optional(),
    indexStatusResult: z
      .object({
        verdict: Word.default('verdict_unspecified'),
        coverageState: z.string().optional(),
        robotsTxtState: Word.optional(),
        indexingState: Word.optional(),
        lastCrawlTime: Instant.optional(),
        pageFetchState: Word.optional(),
        googleCanonical: z.string().optional(),
        userCanonical: z.string().optional(),
        sitemap: z.array(z.string()).default([]),
        referringUrls: z.array(z.string()).default([]),
        crawledAs: Word.optional(),
      })
      .optional(),
    ampResult: z.object({ verdict: Word.optional(), issues: z.array(Issue).default([]) }).optional(),
    richResultsResult: z
      .object({
        verdict: Word.optional(),
        detectedItems: z
          .array(
            z.object({
              richResultType: z.string().default(''),
              items: z.array(z.object({ name: z.string().optional(), issues: z.array(Issue).default([]) })).default([]),
            }),
          )
          .default([]),
      })
      .optional(),
  }),
});

export type InspectionReply = z.output<typeof InspectionReply>;

export const SitemapReply = z.object({
  path: z.string(),
  lastSubmitted: Instant.optional(),
  lastDownloaded: Instant.optional(),
  isPending: z.boolean().default(false),
  isSitemapsIndex: z.boolean().default(false),
  type: Word.optional(),
  errors: Count.default(0),
  warnings: Count.default(0),
  contents: z.array(z.object({ type: Word.optional(), submitted: Count.default(0) })).default([]),
});

export type SitemapReply = z.output<typeof SitemapReply>;

export const SitemapsReply = z.object({ sitemap: z.array(SitemapReply).default([]) });
