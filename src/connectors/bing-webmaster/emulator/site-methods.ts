import { z } from 'zod';
import { dayMs } from '../../../emulation/world/days.ts';
import type { Account, Row, Site } from './account.ts';
import { bingDate, never } from './bing-dates.ts';
import { get, type Method, post, text, typed } from './method.ts';
import { Refusal } from './refusal.ts';

const shared = 'Microsoft.Bing.Webmaster.Shared.DataContracts';
const batchUrls = 500;
const [unknownError, invalidParameter, notFound, alreadyExists] = [2, 8, 11, 12];

const anySite = (method: Method): Method => ({ ...method, reach: 'any' });
const withoutSite = (method: Method): Method => anySite({ ...method, params: method.params.omit({ siteUrl: true }) });

const entity = z.number().int().min(0).max(1);
const blockedUrl = z.strictObject({
  __type: z.string().optional(),
  Date: text,
  DaysToExpire: z.number().int().optional(),
  EntityType: entity,
  RequestType: entity,
  Url: text,
});
const country = z.strictObject({
  __type: z.string().optional(),
  Date: text,
  TwoLetterIsoCountryCode: z.string().length(2),
  Type: z.number().int().min(0).max(3),
  Url: text,
});
const deepLink = { market: text, searchUrl: text, deepLinkUrl: text };

function feedOf({ Url, Type, Status, UrlCount, days, submittedMs }: Row, account: Account): Row {
  return typed('Feed', {
    Compressed: false,
    FileSize: Number(UrlCount) * 180,
    LastCrawled: days === undefined ? never : bingDate(account.world.dayMs - Number(days) * dayMs),
    Status,
    Submitted: bingDate(Number(submittedMs)),
    Type,
    Url,
    UrlCount,
  });
}

function roleOf(site: Site, { Email, Role, DelegatorEmail = null, atMs }: Row): Row {
  return typed('SiteRoles', {
    Date: bingDate(Number(atMs)),
    DelegatedCode: null,
    DelegatedCodeOwnerEmail: null,
    DelegatorEmail,
    Email,
    Expired: false,
    Role,
    Site: site.url,
    VerificationSite: site.url,
  });
}

function removeFrom(rows: Map<string, unknown>, key: string): null {
  if (!rows.delete(key)) throw new Refusal(notFound);
  return null;
}

function quota(name: string, account: Account, site: Site, what: 'urls' | 'contents'): Row {
  const { daily, monthly } = account.quotaLeft(site, what);
  return typed(name, { DailyQuota: daily, MonthlyQuota: monthly });
}

function spend(account: Account, site: Site, what: 'urls' | 'contents', count: number): null {
  const { daily, monthly } = account.quotaLeft(site, what);
  if (daily === 0) {
    const kind = what === 'urls' ? 'url' : 'content';
    const perDay = what === 'urls' ? account.quotas.urlsPerDay : account.quotas.contentsPerDay;
    throw new Refusal(unknownError, `You have exceeded your daily ${kind} submission quota : ${perDay}`);
  }
  if (count > Math.min(daily, monthly)) {
    throw new Refusal(invalidParameter, `Quota remaining for today: ${daily}, Submitted: ${count}`);
  }
  account.spendQuota(site, what, count);
  return null;
}

const isHttpMessage = (base64: string) =>
  /^HTTP\/1\.[01] \d{3} /.test(Buffer.from(base64, 'base64').toString('latin1'));

/** Sites, access, sitemaps, submission, and what is set for a site. */
export const siteMethods: Readonly<Record<string, Method>> = {
  GetUserSites: withoutSite(
    get({}, (_params, account) =>
      account.sites.map(({ url, isVerified, authenticationCode, dnsCode }) =>
        typed('Site', {
          AuthenticationCode: authenticationCode,
          DnsVerificationCode: dnsCode,
          IsVerified: isVerified,
          Url: url,
        }),
      ),
    ),
  ),
  AddSite: anySite(
    post({}, ({ siteUrl }, account) => {
      if (!/^https?:\/\/[^/]+\./.test(siteUrl)) throw new Refusal(7);
      account.add(siteUrl);
      return null;
    }),
  ),
  VerifySite: anySite(
    post({}, ({ siteUrl }, account) => {
      const site = account.site(siteUrl);
      site.isVerified = true;
      return true;
    }),
  ),
  RemoveSite: anySite(
    post({}, ({ siteUrl }, account) => {
      account.remove(siteUrl);
      return null;
    }),
  ),
  GetSiteRoles: get({ includeAllSubdomains: z.enum(['true', 'false']) }, (_params, _account, site) =>
    [...site.roles.values()].map((row) => roleOf(site, row)),
  ),
  AddSiteRoles: post(
    {
      delegatedUrl: text,
      userEmail: z.string().includes('@'),
      authenticationCode: text,
      isAdministrator: z.boolean(),
      isReadOnly: z.boolean(),
    },
    ({ userEmail, authenticationCode, isAdministrator, isReadOnly }, account, site) => {
      if (authenticationCode !== site.authenticationCode) throw new Refusal(13);
      if (site.roles.has(userEmail)) throw new Refusal(alreadyExists);
      const owner = site.roles.values().next().value?.Email ?? null;
      const Role = isAdministrator ? 0 : isReadOnly ? 1 : 2;
      site.roles.set(userEmail, { Email: userEmail, Role, DelegatorEmail: owner, atMs: account.nowMs });
      return null;
    },
  ),
  RemoveSiteRole: post({ siteRole: z.looseObject({ Email: text }) }, ({ siteRole }, _account, site) =>
    removeFrom(site.roles, siteRole.Email),
  ),
  GetSiteMoves: get({}, (_params, _account, site) => site.moves),
  SubmitSiteMove: post(
    {
      settings: z.strictObject({
        __type: z.string().optional(),
        Date: text,
        MoveScope: z.number().int().min(0).max(2),
        MoveType: z.number().int().min(0).max(1),
        SourceUrl: text,
        TargetUrl: text,
      }),
    },
    ({ settings: { __type, ...move } }, account, site) => {
      site.moves.push(typed('SiteMoveSettings', { ...move, Date: bingDate(account.nowMs) }));
      return null;
    },
  ),

  GetFeeds: get({}, (_params, account, site) => [...site.feeds.values()].map((feed) => feedOf(feed, account))),
  GetFeedDetails: get({ feedUrl: text }, ({ feedUrl }, account, site) => {
    const feed = site.feeds.get(feedUrl);
    if (!feed) throw new Refusal(notFound);
    if (!feedUrl.endsWith('/sitemap.xml')) return [feedOf(feed, account)];
    return ['products', 'pages', 'collections', 'blogs'].map((name) =>
      feedOf({ ...feed, Url: new URL(`/sitemap_${name}_1.xml`, feedUrl).href, UrlCount: 40 }, account),
    );
  }),
  SubmitFeed: post({ feedUrl: text }, ({ feedUrl }, account, site) => {
    const submitted = { Url: site.demand(feedUrl), Type: 'Unknown', Status: 'Pending', UrlCount: 0 };
    const known = site.feeds.get(feedUrl) ?? submitted;
    site.feeds.set(feedUrl, { ...known, submittedMs: account.nowMs });
    return null;
  }),
  RemoveFeed: post({ feedUrl: text }, ({ feedUrl }, _account, site) => removeFrom(site.feeds, feedUrl)),

  GetUrlSubmissionQuota: get({}, (_params, account, site) => quota('UrlSubmissionQuota', account, site, 'urls')),
  GetContentSubmissionQuota: get({}, (_params, account, site) =>
    quota('ContentSubmissionQuota', account, site, 'contents'),
  ),
  SubmitUrl: post({ url: text }, ({ url }, account, site) => {
    site.demand(url);
    return spend(account, site, 'urls', 1);
  }),
  SubmitUrlBatch: post({ urlList: z.array(text).min(1).max(batchUrls) }, ({ urlList }, account, site) => {
    for (const url of urlList) site.demand(url);
    return spend(account, site, 'urls', urlList.length);
  }),
  SubmitContent: post(
    {
      url: text,
      httpMessage: text.refine(isHttpMessage),
      structuredData: z.string(),
      dynamicServing: z.number().int().min(0).max(5),
    },
    ({ url }, account, site) => {
      site.demand(url);
      return spend(account, site, 'contents', 1);
    },
  ),
  FetchUrl: post({ url: text }, ({ url }, account, site) => {
    const { nowMs } = account;
    site.fetched.set(site.demand(url), { Url: url, Date: bingDate(nowMs), Expired: false, atMs: nowMs });
    return null;
  }),
  GetFetchedUrls: get({}, (_params, account, site) =>
    [...site.fetched.values()].map(({ atMs, ...row }) =>
      typed('FetchedUrl', { ...row, Fetched: account.nowMs - atMs >= 60_000 }),
    ),
  ),
  GetFetchedUrlDetails: get({ url: text }, ({ url }, _account, site) => {
    const fetched = site.fetched.get(url);
    if (!fetched) throw new Refusal(notFound);
    return typed('FetchedUrlDetails', {
      Date: fetched.Date,
      Document: '<!doctype html><title>Larkmoor Tea</title>',
      Headers: 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n',
      Status: 'Completed',
      Url: url,
    });
  }),

  GetBlockedUrls: get({}, (_params, account, site) => account.blocksOf(site).map((row) => typed('BlockedUrl', row))),
  AddBlockedUrl: post({ blockedUrl }, ({ blockedUrl: { EntityType, RequestType, Url } }, account, site) => {
    const { nowMs } = account;
    site.blocks.set(site.demand(Url), { Date: bingDate(nowMs), EntityType, RequestType, Url, atMs: nowMs });
    return null;
  }),
  RemoveBlockedUrl: post({ blockedUrl }, ({ blockedUrl: { Url } }, _account, site) => removeFrom(site.blocks, Url)),
  GetActivePagePreviewBlocks: get({}, (_params, _account, site) => [...site.previews.values()]),
  AddPagePreviewBlock: post({ url: text, reason: z.number().int().min(1).max(4) }, ({ url, reason }, account, site) => {
    const row = {
      Action: 0,
      BlockReason: reason,
      Reason: String(reason),
      RefreshReason: 0,
      SiteUrl: site.url,
      SubmitDate: bingDate(account.nowMs),
      Url: site.demand(url),
      UserId: 'E0A1B2C3D4E5F60718293A4B5C6D7E8F',
    };
    site.previews.set(url, typed('PagePreview', row, shared));
    return null;
  }),
  RemovePagePreviewBlock: post({ url: text }, ({ url }, _account, site) => removeFrom(site.previews, url)),
  GetDeepLinkBlocks: get({}, (_params, _account, site) => [...site.deepLinkBlocks.values()]),
  AddDeepLinkBlock: post(deepLink, ({ market, searchUrl, deepLinkUrl }, account, site) => {
    const row = { BlockDate: bingDate(account.nowMs), DeepLinkUrl: deepLinkUrl, Market: market, SearchUrl: searchUrl };
    site.deepLinkBlocks.set(`${market} ${searchUrl} ${deepLinkUrl}`, typed('DeepLinkBlock', row, shared));
    return null;
  }),
  RemoveDeepLinkBlock: post(deepLink, ({ market, searchUrl, deepLinkUrl }, _account, site) =>
    removeFrom(site.deepLinkBlocks, `${market} ${searchUrl} ${deepLinkUrl}`),
  ),
  GetQueryParameters: get({}, (_params, _account, site) =>
    [...site.queryParameters.values()].map(({ atMs, ...row }) =>
      typed('QueryParameter', { ...row, Date: bingDate(Number(atMs)) }),
    ),
  ),
  AddQueryParameter: post({ queryParameter: text }, ({ queryParameter }, account, site) => {
    if (site.queryParameters.has(queryParameter)) throw new Refusal(alreadyExists);
    const row = { Parameter: queryParameter, IsEnabled: true, Source: 0, atMs: account.nowMs };
    site.queryParameters.set(queryParameter, row);
    return null;
  }),
  RemoveQueryParameter: post({ queryParameter: text }, ({ queryParameter }, _account, site) =>
    removeFrom(site.queryParameters, queryParameter),
  ),
  EnableDisableQueryParameter: post(
    { queryParameter: text, isEnabled: z.boolean() },
    ({ queryParameter, isEnabled }, _account, site) => {
      const known = site.queryParameters.get(queryParameter);
      if (!known) throw new Refusal(notFound);
      site.queryParameters.set(queryParameter, { ...known, IsEnabled: isEnabled });
      return null;
    },
  ),
  GetConnectedPages: get({}, (_params, _account, site) => [...site.connectedPages.values()]),
  AddConnectedPage: post({ masterUrl: text }, ({ masterUrl }, _account, site) => {
    const row = { IsVerified: false, LastSuccessfullyVerified: never, RequestedMasterSite: site.url, Url: masterUrl };
    site.connectedPages.set(masterUrl, typed('ConnectedSite', row, shared));
    return null;
  }),
  GetCountryRegionSettings: get({}, (_params, _account, site) => [...site.countries.values()]),
  AddCountryRegionSettings: post({ settings: country }, ({ settings: { __type, ...row } }, account, site) => {
    site.countries.set(
      `${row.Type} ${row.Url}`,
      typed('CountryRegionSettings', { ...row, Date: bingDate(account.nowMs) }),
    );
    return null;
  }),
  RemoveCountryRegionSettings: post({ settings: country }, ({ settings }, _account, site) =>
    removeFrom(site.countries, `${settings.Type} ${settings.Url}`),
  ),
};
