import type { z } from 'zod';
import type { Channel, ChannelRequest } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { propertyHelp } from './property-help.ts';
import {
  InspectionReply,
  Nothing,
  PerformanceReply,
  SitemapReply,
  SitemapsReply,
  SiteReply,
  SitesReply,
} from './replies.ts';

/** A property that the account of the connection may use. */
export type Site = z.output<typeof SiteReply>;

/** One question to search analytics, in Google's words (https://developers.google.com/webmaster-tools/v1/searchanalytics/query). */
export interface PerformanceQuestion {
  readonly startDate: string;
  readonly endDate: string;
  readonly dimensions?: readonly string[];
  readonly type?: string;
  readonly dimensionFilterGroups?: readonly unknown[];
  readonly aggregationType?: string;
  readonly dataState?: string;
  readonly rowLimit?: number;
  readonly startRow?: number;
}

export type PerformanceAnswer = z.output<typeof PerformanceReply>;

/**
 * The Search Console API during one attempt of one call. Replies are parsed; whatever fails is a `PlatformError` that says
 * whether Google may have changed anything. Where a property is refused, the properties of the account are looked at, and
 * a wrong spelling is told as one.
 */
export class SearchConsoleUpstream {
  readonly #channel: Channel;
  #hasChanged = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Gives the properties of the account. */
  async sites(): Promise<readonly Site[]> {
    return (await this.#get(SitesReply, '/webmasters/v3/sites')).siteEntry;
  }

  async site(site: string): Promise<Site> {
    return this.#ofSite(site, () => this.#get(SiteReply, sitePath(site)));
  }

  async addSite(site: string): Promise<void> {
    await this.#change('PUT', sitePath(site));
  }

  async deleteSite(site: string): Promise<void> {
    await this.#change('DELETE', sitePath(site));
  }

  /** Asks for one page of rows, 25,000 at most. */
  async performance(site: string, question: PerformanceQuestion): Promise<PerformanceAnswer> {
    return this.#ofSite(site, () => this.#post(PerformanceReply, `${sitePath(site)}/searchAnalytics/query`, question));
  }

  /** Asks what the index knows of one address; it requests no indexing. */
  async inspect(site: string, url: string, languageCode: string): Promise<InspectionReply> {
    return this.#ofSite(site, () =>
      this.#post(InspectionReply, '/v1/urlInspection/index:inspect', {
        inspectionUrl: url,
        siteUrl: site,
        languageCode,
      }),
    );
  }

  /** Gives the sitemaps that were submitted, or those that a sitemap index lists. */
  async sitemaps(site: string, index?: string): Promise<readonly SitemapReply[]> {
    const query = index === undefined ? '' : `?sitemapIndex=${encodeURIComponent(index)}`;
    const reply = await this.#ofSite(site, () => this.#get(SitemapsReply, `${sitePath(site)}/sitemaps${query}`));
    return reply.sitemap;
  }

  async sitemap(site: string, sitemap: string): Promise<SitemapReply> {
    return this.#ofSite(site, () => this.#get(SitemapReply, sitemapPath(site, sitemap)));
  }

  async submitSitemap(site: string, sitemap: string): Promise<void> {
    await this.#ofSite(site, () => this.#change('PUT', sitemapPath(site, sitemap)));
  }

  async deleteSitemap(site: string, sitemap: string): Promise<void> {
    await this.#ofSite(site, () => this.#change('DELETE', sitemapPath(site, sitemap)));
  }

  async #get<Reply>(schema: z.ZodType<Reply>, path: string): Promise<Reply> {
    return this.#read(schema, { method: 'GET', path, headers: { accept: 'application/json' } });
  }

  /** Google's questions with a body are sent by POST and change nothing. */
  async #post<Reply>(schema: z.ZodType<Reply>, path: string, question: object): Promise<Reply> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    return this.#read(schema, { method: 'POST', path, headers, body: JSON.stringify(question) });
  }

  /** A failed question leaves nothing in doubt, unless this attempt has changed something before. */
  async #read<Reply>(schema: z.ZodType<Reply>, request: ChannelRequest): Promise<Reply> {
    try {
      return parseReply(schema, await this.#channel.send(request));
    } catch (error) {
      if (this.#hasChanged || !(error instanceof PlatformError) || error.details.sent !== 'unknown') throw error;
      throw new PlatformError(error.code, error.message, { ...error.details, sent: 'no' }, { cause: error });
    }
  }

  async #change(method: 'PUT' | 'DELETE', path: string): Promise<void> {
    this.#hasChanged = true;
    parseReply(Nothing, await this.#channel.send({ method, path, headers: { accept: 'application/json' } }));
  }

  async #ofSite<Value>(site: string, ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof PlatformError) || !isAboutProperty(error)) throw error;
      throw (await propertyHelp(site, error, () => this.sites())) ?? error;
    }
  }
}

const isAboutProperty = ({ code }: PlatformError) => code === 'upstream_permission' || code === 'not_found';

/** `sc-domain:example.com` and `https://example.com/` are one segment each, so everything in them is encoded. */
function sitePath(site: string): string {
  return `/webmasters/v3/sites/${encodeURIComponent(site)}`;
}

function sitemapPath(site: string, sitemap: string): string {
  return `${sitePath(site)}/sitemaps/${encodeURIComponent(sitemap)}`;
}

function parseReply<Reply>(schema: z.ZodType<Reply>, body: unknown): Reply {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const message = 'Search Console answered in a form that this version of the connector does not know.';
  throw new PlatformError('upstream_failed', message, { sent: 'unknown' }, { cause: parsed.error });
}
