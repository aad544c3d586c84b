import { z } from 'zod';
import type { InspectionReply } from '../protocol/replies.ts';

const WHY_NOT = 'Why it could not be inspected; the other fields are absent then.';

/** What Google's index knows of one page. */
export const Inspection = z.object({
  url: z.string().describe('The address.'),
  verdict: z.string().optional().describe('pass: it can be shown in results; neutral, partial, fail: see coverage.'),
  coverage: z.string().optional().describe('Google’s own words for its state.'),
  indexing: z.string().optional().describe('indexing_allowed, blocked_by_meta_tag and others.'),
  robots: z.string().optional().describe('robots.txt: allowed or disallowed.'),
  fetch: z.string().optional().describe('successful, not_found, server_error and others.'),
  lastCrawled: z.string().optional().describe('ISO 8601; absent when never.'),
  crawledAs: z.string().optional().describe('mobile or desktop.'),
  googleCanonical: z.string().optional().describe('Address that Google shows instead of all alike.'),
  userCanonical: z.string().optional().describe('Address that the page names.'),
  canonicalDiffers: z.boolean().optional().describe('Google chose another address than the page names.'),
  sitemaps: z.array(z.string()).optional().describe('Sitemaps that list it.'),
  referringUrls: z.array(z.string()).optional().describe('Pages that link to it, some.'),
  richResults: z
    .array(
      z.object({
        type: z.string().describe('Kind of rich result.'),
        items: z.number().describe('How many on the page.'),
        issues: z.array(z.string()).describe('Errors and warnings, each once.'),
      }),
    )
    .optional()
    .describe('Structured data that was found.'),
  link: z.string().optional().describe('The report in Search Console.'),
  error: z.string().optional().describe(WHY_NOT),
});

export type Inspection = z.output<typeof Inspection>;

/** A state that Google does not tell is left out. */
function told(word: string | undefined): string | undefined {
  return word?.endsWith('_unspecified') ? undefined : word;
}

export function toInspection(url: string, { inspectionResult }: InspectionReply): Inspection {
  const { indexStatusResult: status, richResultsResult: rich, inspectionResultLink: link } = inspectionResult;
  const { googleCanonical, userCanonical } = status ?? {};
  const hasBoth = googleCanonical !== undefined && userCanonical !== undefined;
  return {
    url,
    verdict: told(status?.verdict),
    coverage: status?.coverageState,
    indexing: told(status?.indexingState),
    robots: told(status?.robotsTxtState),
    fetch: told(status?.pageFetchState),
    lastCrawled: status?.lastCrawlTime,
    crawledAs: told(status?.crawledAs),
    googleCanonical,
    userCanonical,
    canonicalDiffers: hasBoth ? googleCanonical !== userCanonical : undefined,
    sitemaps: status?.sitemap,
    referringUrls: status?.referringUrls,
    richResults: rich?.detectedItems.map(({ richResultType, items }) => ({
      type: richResultType,
      items: items.length,
      issues: [
        ...new Set(
          items.flatMap(({ issues }) =>
            issues.map(({ severity = 'issue', issueMessage }) => `${severity}: ${issueMessage}`),
          ),
        ),
      ],
    })),
    link,
  };
}
