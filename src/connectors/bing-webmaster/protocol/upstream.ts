import { z } from 'zod';
import type { Channel, Target } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { nearest } from '../../../kernel/nearest.ts';
import { METHODS, type MethodOf, type Methods, type ReplyOf } from './methods.ts';

const PATH = '/webmaster/api.svc/json/';
/** Where tokens of OAuth may write; on the other host they may only read. */
const WRITE_ORIGIN = 'https://www.bing.com';
const INDEX_NOW_ORIGIN = 'https://api.indexnow.org';
const SITES_NAMED = 10;

/** What `classify` hands on: the content of an answer of the Webmaster API, or the bare status of IndexNow. */
const Answered = z.object({ d: z.unknown() });
const Accepted = z.object({ accepted: z.number().int() });

type Params = Readonly<Record<string, unknown>>;

/**
 * Bing's Webmaster API and IndexNow during one attempt of one call. Answers are parsed by the method's own schema;
 * whatever fails is a `PlatformError` that says whether Bing may have changed anything.
 */
export class BingUpstream {
  readonly #channel: Channel;
  readonly #writeOrigin: string | undefined;
  #hasWritten = false;

  /** The site that is meant when none is named, as it is set. */
  readonly site: string | undefined;
  /** The key that the site's host shows for IndexNow, and where, if not at its root. Public by nature. */
  readonly indexNow: { readonly key?: string; readonly keyLocation?: string };

  constructor(channel: Channel, target: Target) {
    this.#channel = channel;
    this.#writeOrigin = target.authentication.kind === 'query' ? undefined : WRITE_ORIGIN;
    this.site = target.facts.site;
    this.indexNow = { key: target.facts.indexNowKey, keyLocation: target.facts.indexNowKeyLocation };
  }

  /** Asks. A failed question leaves nothing in doubt, unless this attempt has changed something before. */
  async ask<Name extends MethodOf<'read'>>(method: Name, params: Params = {}): Promise<ReplyOf<Name>> {
    try {
      return await this.#send(method, params);
    } catch (error) {
      if (this.#hasWritten || !(error instanceof PlatformError) || error.details.sent !== 'unknown') throw error;
      throw new PlatformError(error.code, error.message, { ...error.details, sent: 'no' }, { cause: error });
    }
  }

  /** Changes. What fails after sending is of unknown fate, unless Bing says that nothing was done. */
  async change<Name extends MethodOf<'write'>>(method: Name, params: Params): Promise<ReplyOf<Name>> {
    this.#hasWritten = true;
    return await this.#send(method, params);
  }

  /** Tells IndexNow of URLs of one host. Gives false where the key has still to be checked. */
  async announce(body: Params): Promise<boolean> {
    this.#hasWritten = true;
    const answer = await this.#channel.send({
      method: 'POST',
      origin: INDEX_NOW_ORIGIN,
      path: '/indexnow',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    });
    return parse(Accepted, answer).accepted === 200;
  }

  /** Gives the site that a call is about: the one it names, the connection's own, or the account's only one. */
  async siteOf(named: string | undefined): Promise<string> {
    const site = named ?? this.site;
    if (site !== undefined) return site;
    const sites = await this.ask('GetUserSites');
    const verified = sites.filter(({ IsVerified }) => IsVerified);
    const [only, ...more] = verified.length > 0 ? verified : sites;
    if (only !== undefined && more.length === 0) return only.Url;
    throw unknownSite(
      sites.length === 0 ? 'The account has no site.' : 'The account has several sites; name one.',
      sites.map(({ Url }) => Url),
    );
  }

  /** Gives the site of the account that an address lies in, in its own spelling: the narrowest one, verified before not. */
  async siteHolding(url: string): Promise<string> {
    if (this.site !== undefined && holds(this.site, url)) return this.site;
    const sites = await this.ask('GetUserSites');
    const [best] = sites
      .filter(({ Url }) => holds(Url, url))
      .sort((a, b) => Number(b.IsVerified) - Number(a.IsVerified) || b.Url.length - a.Url.length);
    if (best !== undefined) return best.Url;
    throw unknownSite(
      'The address lies in no site of the account.',
      sites.map(({ Url }) => Url),
      new URL('/', url).href,
      'url',
    );
  }

  async #send<Name extends keyof Methods>(method: Name, params: Params): Promise<ReplyOf<Name>> {
    const { verb, effect, reply } = METHODS[method];
    const headers = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' };
    const origin = effect === 'write' ? this.#writeOrigin : undefined;
    try {
      const answer = await this.#channel.send(
        verb === 'GET'
          ? { method: 'GET', origin, path: `${PATH}${method}${toQuery(params)}`, headers }
          : { method: 'POST', origin, path: PATH + method, headers, body: JSON.stringify(params) },
      );
      return parse(reply, parse(Answered, answer).d) as ReplyOf<Name>;
    } catch (error) {
      throw await this.#explained(error, params.siteUrl);
    }
  }

  /** Bing says "not authorized" of a site that it knows under another spelling; the account's own list tells the two apart. */
  async #explained(error: unknown, site: unknown): Promise<unknown> {
    const refused = error instanceof PlatformError && error.code === 'upstream_permission';
    if (!refused || typeof site !== 'string') return error;
    const sites = await this.#send('GetUserSites', {}).catch(() => undefined);
    if (!sites || sites.some(({ Url }) => spelling(Url) === spelling(site))) return error;
    return unknownSite(
      'The account has no such site.',
      sites.map(({ Url }) => Url),
      site,
    );
  }
}

/** Whether an address lies in a site: the same host and scheme, at or below its path. */
function holds(site: string, url: string): boolean {
  if (!URL.canParse(site)) return false;
  const [home, there] = [new URL(site), new URL(url)];
  const folder = home.pathname.endsWith('/') ? home.pathname : `${home.pathname}/`;
  return home.origin === there.origin && `${there.pathname}/`.startsWith(folder);
}

/** Bing takes a site with and without its last slash for the same. */
function spelling(site: string): string {
  return site.endsWith('/') ? site.slice(0, -1) : site;
}

function unknownSite(what: string, sites: readonly string[], named?: string, argument = 'site'): PlatformError {
  const near = named === undefined ? undefined : nearest(named, sites);
  const listed = sites.slice(0, SITES_NAMED).join(', ') + (sites.length > SITES_NAMED ? ', …' : '');
  const advice = near
    ? `Did you mean ${near}?`
    : sites.length > 0
      ? `It has ${listed}.`
      : 'Add one at bing.com/webmasters.';
  const issues = [{ path: argument, message: advice }];
  return new PlatformError('not_found', `${what} ${advice}`, { issues, sent: 'no' });
}

function toQuery(params: Params): string {
  const pairs = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = 'Bing answered in a form that this version of the connector does not know.';
  throw new PlatformError('upstream_failed', message, { sent: 'unknown' }, { cause: parsed.error });
}
