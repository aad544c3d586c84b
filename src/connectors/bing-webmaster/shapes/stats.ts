import { z } from 'zod';
import { BingDay } from '../protocol/bing-date.ts';

/** Clicks and impressions of one date. */
export const BingTraffic = z.object({ Date: BingDay, Clicks: z.number(), Impressions: z.number() });

/** Clicks and impressions of one query on one date; in what is about pages, `Query` holds the page's URL. */
export const BingQueryStats = BingTraffic.extend({
  Query: z.string(),
  AvgClickPosition: z.number(),
  AvgImpressionPosition: z.number(),
});

/** Clicks and impressions of one query and page on one date. */
export const BingDetailedStats = BingTraffic.extend({ Position: z.number() });

/** How often a text was searched for. */
export const BingKeyword = z.object({
  Query: z.string().nullish(),
  Impressions: z.number(),
  BroadImpressions: z.number(),
});

/** How often a text was searched for in the week of a date. */
export const BingKeywordStats = BingKeyword.extend({ Date: BingDay });
