import { z } from 'zod';
import { BingInstant, toIso } from '../protocol/bing-date.ts';

/** What Bing knows of a URL or of a folder of URLs. */
export const BingUrlInfo = z.object({
  Url: z.string(),
  IsPage: z.boolean(),
  HttpStatus: z.number().int(),
  DocumentSize: z.number(),
  AnchorCount: z.number(),
  TotalChildUrlCount: z.number(),
  DiscoveryDate: BingInstant,
  LastCrawledDate: BingInstant,
});

/** Clicks and impressions of a URL or a folder. */
export const BingUrlTraffic = z.object({
  Url: z.string(),
  IsPage: z.boolean(),
  Clicks: z.number(),
  Impressions: z.number(),
});

/** What Bing knows of a URL, in our words. */
export const UrlInfo = z.object({
  url: z.string().describe('The URL.'),
  isPage: z.boolean().describe('false: a folder.'),
  crawled: z.boolean().describe('Whether Bing has fetched it.'),
  lastCrawledAt: z.string().optional().describe('ISO 8601; absent: never.'),
  discoveredAt: z.string().optional().describe('ISO 8601.'),
  httpStatus: z.number().int().optional().describe('As last fetched; absent where Bing does not say.'),
  documentBytes: z.number().describe('Size as last fetched.'),
  inboundLinks: z.number().describe('Links to it that Bing knows.'),
  childUrls: z.number().describe('URLs below it.'),
});

/** Bing writes status 0 for pages that it has fetched, so whether it has is told by date and size. */
export function toUrlInfo(info: z.output<typeof BingUrlInfo>): z.output<typeof UrlInfo> {
  return {
    url: info.Url,
    isPage: info.IsPage,
    crawled: info.LastCrawledDate !== undefined || info.DocumentSize > 0,
    lastCrawledAt: toIso(info.LastCrawledDate),
    discoveredAt: toIso(info.DiscoveryDate),
    httpStatus: info.HttpStatus > 0 ? info.HttpStatus : undefined,
    documentBytes: info.DocumentSize,
    inboundLinks: info.AnchorCount,
    childUrls: info.TotalChildUrlCount,
  };
}

/** A page of link targets with how many links each has. */
export const BingLinkCounts = z.object({
  Links: z.array(z.object({ Url: z.string(), Count: z.number() })).nullish(),
  TotalPages: z.number().int(),
});

/** A page of links to one URL. */
export const BingLinkDetails = z.object({
  Details: z.array(z.object({ Url: z.string(), AnchorText: z.string().nullish() })).nullish(),
  TotalPages: z.number().int(),
});

/** A sitemap or feed. */
export const BingFeed = z.object({
  Url: z.string(),
  Type: z.string().nullish(),
  Status: z.string().nullish(),
  Compressed: z.boolean().nullish(),
  FileSize: z.number().nullish(),
  UrlCount: z.number().nullish(),
  Submitted: BingInstant,
  LastCrawled: BingInstant,
});

/** A sitemap or feed, in our words. */
export const Feed = z.object({
  url: z.string().describe('Address.'),
  type: z.string().optional().describe('As Bing names it: Sitemap, Rss, Atom.'),
  status: z.string().optional().describe('As Bing names it: Success, Pending, Failed.'),
  urls: z.number().optional().describe('URLs found in it.'),
  bytes: z.number().optional().describe('Size.'),
  submittedAt: z.string().optional().describe('ISO 8601.'),
  lastCrawledAt: z.string().optional().describe('ISO 8601; absent: never.'),
});

export function toFeed(feed: z.output<typeof BingFeed>): z.output<typeof Feed> {
  return {
    url: feed.Url,
    type: feed.Type ?? undefined,
    status: feed.Status ?? undefined,
    urls: feed.UrlCount ?? undefined,
    bytes: feed.FileSize ?? undefined,
    submittedAt: toIso(feed.Submitted),
    lastCrawledAt: toIso(feed.LastCrawled),
  };
}

/** A URL that Bing was asked to fetch. */
export const BingFetchedUrl = z.object({
  Url: z.string(),
  Date: BingInstant,
  Expired: z.boolean().nullish(),
  Fetched: z.boolean().nullish(),
});

/** What Bing fetched. */
export const BingFetchedUrlDetails = z.object({
  Url: z.string(),
  Date: BingInstant,
  Status: z.string().nullish(),
  Headers: z.string().nullish(),
  Document: z.string().nullish(),
});
