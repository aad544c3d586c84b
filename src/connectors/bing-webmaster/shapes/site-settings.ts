import { z } from 'zod';
import { BingInstant } from '../protocol/bing-date.ts';

/** A page that is shown without a preview. */
export const BingPagePreview = z.object({ Url: z.string(), BlockReason: z.number().int(), SubmitDate: BingInstant });

/** Why a page is shown without a preview, by Bing's number less one. */
export const PREVIEW_REASONS = ['adult_content', 'copyright', 'illegal_content', 'other'] as const;

/** A deep link that is not shown below a result. Microsoft does not document its class. */
export const BingDeepLinkBlock = z.object({
  Market: z.string().nullish(),
  SearchUrl: z.string().nullish(),
  DeepLinkUrl: z.string().nullish(),
  BlockDate: BingInstant,
});

/** A query parameter that the crawler may leave out of URLs. */
export const BingQueryParameter = z.object({
  Parameter: z.string(),
  IsEnabled: z.boolean(),
  Source: z.number().int(),
  Date: BingInstant,
});

/** A page that belongs to the site. Microsoft does not document its class. */
export const BingConnectedPage = z.object({
  Url: z.string(),
  IsVerified: z.boolean().nullish(),
  RequestedMasterSite: z.string().nullish(),
  LastSuccessfullyVerified: BingInstant,
});

/** A move of a site to another address. */
export const BingSiteMove = z.object({
  Date: BingInstant,
  MoveScope: z.number().int(),
  MoveType: z.number().int(),
  SourceUrl: z.string(),
  TargetUrl: z.string(),
});

/** What moves, by Bing's number. */
export const MOVE_SCOPES = ['domain', 'host', 'directory'] as const;
/** Whether it stays on the domain, by Bing's number. */
export const MOVE_TYPES = ['local', 'global'] as const;

/** The country that a part of the site is meant for. */
export const BingCountryRegion = z.object({
  Url: z.string(),
  TwoLetterIsoCountryCode: z.string(),
  Type: z.number().int(),
  Date: BingInstant,
});

/** What part of the site a country is set for, by Bing's number. */
export const COUNTRY_SCOPES = ['page', 'directory', 'domain', 'subdomain'] as const;
