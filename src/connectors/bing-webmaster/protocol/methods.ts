import { z } from 'zod';
import { BingBlockedUrl } from '../shapes/blocked-urls.ts';
import { BingCrawlIssue, BingCrawlSettings, BingCrawlStats } from '../shapes/crawl.ts';
import {
  BingConnectedPage,
  BingCountryRegion,
  BingDeepLinkBlock,
  BingPagePreview,
  BingQueryParameter,
  BingSiteMove,
} from '../shapes/site-settings.ts';
import { BingQuota, BingSite, BingSiteRole } from '../shapes/sites.ts';
import { BingDetailedStats, BingKeyword, BingKeywordStats, BingQueryStats, BingTraffic } from '../shapes/stats.ts';
import {
  BingFeed,
  BingFetchedUrl,
  BingFetchedUrlDetails,
  BingLinkCounts,
  BingLinkDetails,
  BingUrlInfo,
  BingUrlTraffic,
} from '../shapes/urls.ts';

/** A list that is empty may come as `null`. */
const list = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? []);

/** Microsoft documents a list and a single one for the same method. */
const oneOrMany = <Row extends z.ZodType>(row: Row) => z.union([list(row), row.transform((one) => [one])]);

const read = <Reply extends z.ZodType>(reply: Reply) => ({ verb: 'GET', effect: 'read', reply }) as const;
/** Questions that are asked with a body. */
const ask = <Reply extends z.ZodType>(reply: Reply) => ({ verb: 'POST', effect: 'read', reply }) as const;
/** What answers a change is `null`, and nothing is read from it. */
const write = { verb: 'POST', effect: 'write', reply: z.unknown() } as const;

/** Every method of the Webmaster API that is used, and what is in `d` of its answer. */
// biome-ignore format: a table is read in columns
export const METHODS = {
  GetUserSites:                read(list(BingSite)),
  GetSiteRoles:                read(list(BingSiteRole)),
  AddSite:                     write,
  VerifySite:                  { ...write, reply: z.boolean() },
  RemoveSite:                  write,
  AddSiteRoles:                write,
  RemoveSiteRole:              write,
  GetSiteMoves:                read(list(BingSiteMove)),
  SubmitSiteMove:              write,

  GetRankAndTrafficStats:      read(list(BingTraffic)),
  GetQueryTrafficStats:        read(list(BingTraffic)),
  GetQueryStats:               read(list(BingQueryStats)),
  GetPageStats:                read(list(BingQueryStats)),
  GetPageQueryStats:           read(list(BingQueryStats)),
  GetQueryPageStats:           read(list(BingQueryStats)),
  GetQueryPageDetailStats:     read(list(BingDetailedStats)),
  GetKeyword:                  read(BingKeyword.nullable()),
  GetKeywordStats:             read(list(BingKeywordStats)),
  GetRelatedKeywords:          read(list(BingKeyword)),

  GetCrawlStats:               read(list(BingCrawlStats)),
  GetCrawlIssues:              read(list(BingCrawlIssue)),
  GetCrawlSettings:            read(BingCrawlSettings),
  SaveCrawlSettings:           write,

  GetUrlInfo:                  read(BingUrlInfo.nullable()),
  GetUrlTrafficInfo:           read(BingUrlTraffic.nullable()),
  GetChildrenUrlInfo:          ask(list(BingUrlInfo)),
  GetChildrenUrlTrafficInfo:   ask(list(BingUrlTraffic)),
  GetLinkCounts:               read(BingLinkCounts),
  GetUrlLinks:                 read(BingLinkDetails),
  GetFeeds:                    read(list(BingFeed)),
  GetFeedDetails:              read(oneOrMany(BingFeed)),
  SubmitFeed:                  write,
  RemoveFeed:                  write,

  GetUrlSubmissionQuota:       read(BingQuota),
  GetContentSubmissionQuota:   read(BingQuota),
  SubmitUrlBatch:              write,
  SubmitContent:               write,
  FetchUrl:                    write,
  GetFetchedUrls:              read(list(BingFetchedUrl)),
  GetFetchedUrlDetails:        read(BingFetchedUrlDetails.nullable()),

  GetBlockedUrls:              read(list(BingBlockedUrl)),
  AddBlockedUrl:               write,
  RemoveBlockedUrl:            write,
  GetActivePagePreviewBlocks:  read(list(BingPagePreview)),
  AddPagePreviewBlock:         write,
  RemovePagePreviewBlock:      write,
  GetDeepLinkBlocks:           read(list(BingDeepLinkBlock)),
  AddDeepLinkBlock:            write,
  RemoveDeepLinkBlock:         write,
  GetQueryParameters:          read(list(BingQueryParameter)),
  AddQueryParameter:           write,
  RemoveQueryParameter:        write,
  EnableDisableQueryParameter: write,
  GetConnectedPages:           read(list(BingConnectedPage)),
  AddConnectedPage:            write,
  GetCountryRegionSettings:    read(list(BingCountryRegion)),
  AddCountryRegionSettings:    write,
  RemoveCountryRegionSettings: write,
} as const;

export type Methods = typeof METHODS;

/** The methods of one effect, by name. */
export type MethodOf<Effect extends 'read' | 'write'> = {
  [Name in keyof Methods]: Methods[Name]['effect'] extends Effect ? Name : never;
}[keyof Methods];

/** What is in `d` of a method's answer, parsed. */
export type ReplyOf<Name extends keyof Methods> = z.output<Methods[Name]['reply']>;
