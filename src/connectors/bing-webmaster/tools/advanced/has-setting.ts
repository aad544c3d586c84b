import type { BingUpstream } from '../../protocol/upstream.ts';
import { COUNTRY_SCOPES, PREVIEW_REASONS } from '../../shapes/site-settings.ts';
import type { SettingKind } from './site-setting-changes.ts';

/** A setting as it is named, with how it is to be where that is said. */
interface Named {
  readonly url?: string;
  readonly target?: string;
  readonly market?: string;
  readonly parameter?: string;
  readonly country?: string;
  readonly scope?: string;
  readonly reason?: string;
  readonly enabled?: boolean;
}

/** Whether the site has the setting that is named, and has it so. */
export async function hasSetting(
  kind: SettingKind,
  { url, target, market, parameter, country, scope, reason, enabled }: Named,
  siteUrl: string,
  upstream: BingUpstream,
): Promise<boolean> {
  switch (kind) {
    case 'deep_link_block':
      return (await upstream.ask('GetDeepLinkBlocks', { siteUrl })).some(
        (block) => block.SearchUrl === url && block.DeepLinkUrl === target && block.Market === market,
      );
    case 'page_preview_block':
      return (await upstream.ask('GetActivePagePreviewBlocks', { siteUrl })).some(
        (block) => block.Url === url && (reason === undefined || PREVIEW_REASONS[block.BlockReason - 1] === reason),
      );
    case 'connected_page':
      return (await upstream.ask('GetConnectedPages', { siteUrl })).some((page) => page.Url === url);
    case 'country':
      return (await upstream.ask('GetCountryRegionSettings', { siteUrl })).some(
        (row) =>
          row.Url === url &&
          row.TwoLetterIsoCountryCode.toLowerCase() === country?.toLowerCase() &&
          COUNTRY_SCOPES[row.Type] === scope,
      );
    case 'query_parameter':
      return (await upstream.ask('GetQueryParameters', { siteUrl })).some(
        (row) => row.Parameter === parameter && (enabled === undefined || row.IsEnabled === enabled),
      );
  }
}
