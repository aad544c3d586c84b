import { z } from 'zod';
import { BingDay } from '../protocol/bing-date.ts';

const count = z.number();

/** What the crawler did on one date. */
export const BingCrawlStats = z.object({
  Date: BingDay,
  CrawledPages: count,
  InIndex: count,
  InLinks: count,
  CrawlErrors: count,
  Code2xx: count,
  Code301: count,
  Code302: count,
  Code4xx: count,
  Code5xx: count,
  AllOtherCodes: count,
  BlockedByRobotsTxt: count,
  ContainsMalware: count,
  ConnectionTimeout: count.nullish(),
  DnsFailures: count.nullish(),
});

/** A page that the crawler had trouble with. */
export const BingCrawlIssue = z.object({
  Url: z.string(),
  HttpCode: z.number().int(),
  Issues: z.number().int(),
  InLinks: count,
});

/** What each bit of `Issues` says. */
// biome-ignore format: a table is read in columns
const ISSUE_BITS: readonly (readonly [bit: number, issue: string])[] = [
  [1,   'redirect_301'],
  [2,   'redirect_302'],
  [4,   'http_4xx'],
  [8,   'http_5xx'],
  [16,  'blocked_by_robots_txt'],
  [32,  'malware'],
  [64,  'important_url_blocked'],
  [128, 'dns_error'],
  [256, 'timeout'],
];

/** Every issue by name. */
export const ISSUES: readonly string[] = ISSUE_BITS.map(([, issue]) => issue);

/** Gives the issues of a bit mask by name; a bit that is not known is named by its value. */
export function issuesOf(mask: number): string[] {
  const known = ISSUE_BITS.reduce((sum, [bit]) => sum + bit, 0);
  const named = ISSUE_BITS.filter(([bit]) => (mask & bit) !== 0).map(([, issue]) => issue);
  const rest = mask & ~known;
  return rest === 0 ? named : [...named, `unknown_${rest}`];
}

/** Hours of the day, in Bing's time, with how hard to crawl in each: 1 to 10. */
export const BingCrawlSettings = z.object({
  CrawlBoostAvailable: z.boolean(),
  CrawlBoostEnabled: z.boolean(),
  CrawlRate: z.array(z.number().int()),
});
