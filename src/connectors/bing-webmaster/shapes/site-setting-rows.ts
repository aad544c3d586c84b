import { z } from 'zod';
import { toIso } from '../protocol/bing-date.ts';
import type { MethodOf, ReplyOf } from '../protocol/methods.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { COUNTRY_SCOPES, MOVE_SCOPES, MOVE_TYPES, PREVIEW_REASONS } from './site-settings.ts';

/** One thing that is set for a site, whatever its kind. */
export const SiteSetting = z.object({
  url: z.string().optional().describe('Page, folder or site that it is about.'),
  target: z.string().optional().describe('Deep link that is not shown, or where the site moves to.'),
  parameter: z.string().optional().describe('Name of the query parameter.'),
  enabled: z.boolean().optional().describe('Whether the parameter is left out of URLs.'),
  market: z.string().optional().describe('Market of the deep link block: en-US.'),
  reason: z.string().optional().describe('Why no preview is shown.'),
  country: z.string().optional().describe('Two letters.'),
  scope: z.string().optional().describe('What the country or the move is for.'),
  moveType: z.string().optional().describe('local or global.'),
  verified: z.boolean().optional().describe('Whether the connection to the page is proved.'),
  fetched: z.boolean().optional().describe('Whether Bing has fetched it by now.'),
  at: z.string().optional().describe('When it was set, ISO 8601.'),
});

type Setting = z.output<typeof SiteSetting>;

/** Names a number of Bing's; one that is not known keeps it. */
function named(names: readonly string[], number: number): string {
  return names[number] ?? `type_${number}`;
}

const rowsOf =
  <Name extends MethodOf<'read'>>(method: Name, toRows: (reply: ReplyOf<Name>) => Setting[]) =>
  async (upstream: BingUpstream, siteUrl: string): Promise<Setting[]> =>
    toRows(await upstream.ask(method, { siteUrl }));

/** How each kind of setting is read. */
export const READ_SETTINGS = {
  deep_link_blocks: rowsOf('GetDeepLinkBlocks', (rows) =>
    rows.map(({ Market, SearchUrl, DeepLinkUrl, BlockDate }) => ({
      url: SearchUrl ?? undefined,
      target: DeepLinkUrl ?? undefined,
      market: Market ?? undefined,
      at: toIso(BlockDate),
    })),
  ),
  page_preview_blocks: rowsOf('GetActivePagePreviewBlocks', (rows) =>
    rows.map(({ Url, BlockReason, SubmitDate }) => ({
      url: Url,
      reason: named(PREVIEW_REASONS, BlockReason - 1),
      at: toIso(SubmitDate),
    })),
  ),
  query_parameters: rowsOf('GetQueryParameters', (rows) =>
    rows.map(({ Parameter, IsEnabled, Date: set }) => ({ parameter: Parameter, enabled: IsEnabled, at: toIso(set) })),
  ),
  connected_pages: rowsOf('GetConnectedPages', (rows) =>
    rows.map(({ Url, IsVerified, LastSuccessfullyVerified }) => ({
      url: Url,
      verified: IsVerified ?? undefined,
      at: toIso(LastSuccessfullyVerified),
    })),
  ),
  countries: rowsOf('GetCountryRegionSettings', (rows) =>
    rows.map(({ Url, TwoLetterIsoCountryCode, Type, Date: set }) => ({
      url: Url,
      country: TwoLetterIsoCountryCode,
      scope: named(COUNTRY_SCOPES, Type),
      at: toIso(set),
    })),
  ),
  site_moves: rowsOf('GetSiteMoves', (rows) =>
    rows.map(({ SourceUrl, TargetUrl, MoveScope, MoveType, Date: set }) => ({
      url: SourceUrl,
      target: TargetUrl,
      scope: named(MOVE_SCOPES, MoveScope),
      moveType: named(MOVE_TYPES, MoveType),
      at: toIso(set),
    })),
  ),
  fetched_urls: rowsOf('GetFetchedUrls', (rows) =>
    rows.map(({ Url, Fetched, Date: asked }) => ({ url: Url, fetched: Fetched ?? undefined, at: toIso(asked) })),
  ),
} as const;
