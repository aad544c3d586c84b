import { z } from 'zod';
import { BingInstant, toBingDate, toIso } from '../protocol/bing-date.ts';

/** A URL or folder that is kept out of the results, in Bing's words. */
export const BingBlockedUrl = z.object({
  Url: z.string(),
  Date: BingInstant,
  DaysToExpire: z.number().int().nullish(),
  EntityType: z.number().int(),
  RequestType: z.number().int(),
});

/** What is blocked, by Bing's number. */
export const BLOCK_SCOPES = ['page', 'directory'] as const;
/** How much of it goes, by Bing's number. */
export const BLOCK_REMOVALS = ['cache', 'full'] as const;

/** A URL or folder that is kept out of the results, in ours. */
export const BlockedUrl = z.object({
  url: z.string().describe('Page or folder.'),
  scope: z.string().describe('page or directory.'),
  removal: z.string().describe('full, or cache for the cached copy alone.'),
  since: z.string().optional().describe('ISO 8601.'),
  daysLeft: z.number().int().optional().describe('Days until it ends by itself.'),
});

export function toBlockedUrl(block: z.output<typeof BingBlockedUrl>): z.output<typeof BlockedUrl> {
  return {
    url: block.Url,
    scope: BLOCK_SCOPES[block.EntityType] ?? `type_${block.EntityType}`,
    removal: BLOCK_REMOVALS[block.RequestType] ?? `type_${block.RequestType}`,
    since: toIso(block.Date),
    daysLeft: block.DaysToExpire ?? undefined,
  };
}

/** Writes a block as the methods that change blocks take it. */
export function toBingBlock(
  block: { readonly url: string; readonly scope: string; readonly removal: string },
  nowMs: number,
) {
  const numberOf = (names: readonly string[], name: string) => Math.max(0, names.indexOf(name));
  return {
    __type: 'BlockedUrl:#Microsoft.Bing.Webmaster.Api',
    Date: toBingDate(nowMs),
    EntityType: numberOf(BLOCK_SCOPES, block.scope),
    RequestType: numberOf(BLOCK_REMOVALS, block.removal),
    Url: block.url,
  };
}

/** Whether two addresses are the same to Bing, which at times shows a slash too many. */
export function isSameUrl(a: string, b: string): boolean {
  return a === b || withoutDoubleSlashes(a) === withoutDoubleSlashes(b);
}

function withoutDoubleSlashes(url: string): string {
  return url.replace(/(?<!:)\/{2,}/g, '/');
}
