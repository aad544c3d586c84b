import type { VendorVoice } from '../../../emulation/faulty-wire.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import type { GoogleAccounts } from '../../google/emulator/google-accounts.ts';
import {
  emptyReply,
  googleReply,
  refusedReply,
  scopeReply,
  unauthenticatedReply,
  unknownPathReply,
} from '../../google/emulator/google-voice.ts';
import { invalid, type MessageShape, readBody } from '../../google/emulator/request-shape.ts';
import { type EnumSpelling, spell } from './answer-words.ts';
import type { Inspection } from './inspection.ts';
import type { Performance } from './performance.ts';
import { type Quotas, rateLimitReply } from './quotas.ts';
import { inspectShape, packageName, queryShape } from './request-shapes.ts';
import { fullUsers, readers, type SiteBook, siteHolds } from './site-book.ts';
import type { SitemapBook } from './sitemap-book.ts';

/** What the HTTP side stands on. */
export interface HttpParts {
  readonly accounts: GoogleAccounts;
  readonly enums: EnumSpelling;
  readonly quotas: Quotas;
  readonly sites: SiteBook;
  readonly sitemaps: SitemapBook;
  readonly performance: Performance;
  readonly inspection: Inspection;
}

const apiHost = 'searchconsole.googleapis.com';
/** The older root, which answers the same. */
const oldHost = 'www.googleapis.com';
const readScopes = [
  'https://www.googleapis.com/auth/webmasters',
  'https://www.googleapis.com/auth/webmasters.readonly',
];
const writeScopes = readScopes.slice(0, 1);

/** One request that was let in, its path taken apart. */
interface Asked {
  readonly request: WireRequest;
  readonly url: URL;
  /** Decoded segments behind `/webmasters/v3/sites`: the site, `sitemaps`, the sitemap. */
  readonly segments: readonly string[];
}

/** Search Console's HTTP: which paths exist, who may enter, and what is said to those who may not. */
export class HttpFace implements VendorVoice {
  readonly #parts: HttpParts;

  constructor(parts: HttpParts) {
    this.#parts = parts;
  }

  answer(request: WireRequest): WireReply {
    const { accounts } = this.#parts;
    if (accounts.isForTokens(request)) return accounts.answer(request);
    const url = new URL(request.url);
    const route = routeOf(request, url);
    if (route === undefined) return unknownPathReply(url.pathname);
    const scopes = accounts.scopesOf(request);
    if (scopes === undefined) return unauthenticatedReply();
    const needed = isWrite(request) ? writeScopes : readScopes;
    if (!needed.some((scope) => scopes.includes(scope))) return scopeReply(apiHost, route.name);
    return this.#dispatch(route.name, { request, url, segments: route.segments });
  }

  operationOf(request: WireRequest): string | undefined {
    return routeOf(request, new URL(request.url))?.name;
  }

  throttled(): WireReply {
    return rateLimitReply();
  }

  refused(status: number): WireReply {
    return refusedReply(status);
  }

  #dispatch(name: RouteName, asked: Asked): WireReply {
    if (name === 'query') return this.#query(asked);
    if (name === 'inspect') return this.#inspect(asked);
    const tooMany = this.#parts.quotas.other();
    if (tooMany) return tooMany;
    return name === 'sites' ? this.#sites(asked) : this.#sitemaps(asked);
  }

  #sites({ request, segments: [site] }: Asked): WireReply {
    const { sites, enums } = this.#parts;
    const entry = (siteUrl: string) => ({
      siteUrl,
      permissionLevel: spell(sites.levelOf(siteUrl) ?? 'SITE_UNVERIFIED_USER', enums),
    });
    if (site === undefined) {
      const all = sites.all().map(([siteUrl]) => entry(siteUrl));
      return googleReply(all.length === 0 ? {} : { siteEntry: all });
    }
    if (request.method === 'PUT') {
      if (!/^(sc-domain:|https?:\/\/)/.test(site)) return invalid(`'${site}' is not a valid site URL.`);
      sites.add(site);
      return emptyReply();
    }
    const refusal = sites.refusal(site, [...readers, 'SITE_UNVERIFIED_USER']);
    if (refusal) return refusal;
    if (request.method === 'GET') return googleReply(entry(site));
    sites.delete(site);
    return emptyReply();
  }

  #query({ request, segments: [site = ''] }: Asked): WireReply {
    const { sites, quotas, performance, enums } = this.#parts;
    const refusal = sites.refusal(site, readers);
    if (refusal) return refusal;
    const read = this.#body(request, queryShape);
    if ('refusal' in read) return read.refusal;
    const question = performance.parse(read.body);
    if ('refusal' in question) return question.refusal;
    const tooMuch = quotas.query(site, performance.loadOf(question));
    return tooMuch ?? googleReply(performance.answer(site, question, enums));
  }

  #inspect({ request }: Asked): WireReply {
    const { sites, quotas, inspection } = this.#parts;
    const read = this.#body(request, inspectShape);
    if ('refusal' in read) return read.refusal;
    const { inspectionUrl, siteUrl, languageCode = 'en-US' } = read.body as Record<string, string | undefined>;
    if (!inspectionUrl || !siteUrl) return invalid('Request contains an invalid argument.');
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(languageCode)) return invalid('Invalid language code.');
    const refusal = sites.refusal(siteUrl, fullUsers);
    if (refusal || !siteHolds(siteUrl, inspectionUrl)) {
      const body = refusedReply(403).body.replace(
        'The caller does not have permission',
        'You do not own this site, or the inspected URL is not part of this property.',
      );
      return { ...refusedReply(403), body };
    }
    return quotas.inspection(siteUrl) ?? googleReply(inspection.answer(siteUrl, inspectionUrl));
  }

  #sitemaps({ request, url, segments: [site = '', , sitemap] }: Asked): WireReply {
    const { sites, sitemaps } = this.#parts;
    const refusal = sites.refusal(site, isWrite(request) ? fullUsers : readers);
    if (refusal) return refusal;
    if (sitemap === undefined) {
      return googleReply(sitemaps.list(site, url.searchParams.get('sitemapIndex') ?? undefined, this.#parts.enums));
    }
    return sitemaps.answer(site, sitemap, request.method, this.#parts.enums);
  }

  #body({ body }: WireRequest, shape: MessageShape) {
    const text = typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8');
    return readBody(text, shape, { package: packageName, isLenientWithEnums: true });
  }
}

type RouteName = 'sites' | 'query' | 'sitemaps' | 'inspect';

function routeOf(request: WireRequest, url: URL): { name: RouteName; segments: readonly string[] } | undefined {
  if (url.host !== apiHost && url.host !== oldHost) return undefined;
  if (url.host === apiHost && url.pathname === '/v1/urlInspection/index:inspect') {
    return request.method === 'POST' ? { name: 'inspect', segments: [] } : undefined;
  }
  const [, ...encoded] = /^\/webmasters\/v3\/sites(\/.*)?$/.exec(url.pathname)?.[1]?.split('/') ?? [''];
  if (!/^\/webmasters\/v3\/sites(\/|$)/.test(url.pathname)) return undefined;
  const segments = encoded.map(decode);
  const name = nameOf(request.method, segments);
  return name && { name, segments };
}

/** A property is one segment: a slash inside that nobody encoded leads to a path that does not exist. */
function nameOf(method: string, segments: readonly string[]): RouteName | undefined {
  const [, part, last] = segments;
  if (segments.length === 0) return method === 'GET' ? 'sites' : undefined;
  if (segments.length === 1) return ['GET', 'PUT', 'DELETE'].includes(method) ? 'sites' : undefined;
  if (part === 'searchAnalytics' && last === 'query' && segments.length === 3)
    return method === 'POST' ? 'query' : undefined;
  if (part !== 'sitemaps' || segments.length > 3) return undefined;
  if (last === undefined) return method === 'GET' ? 'sitemaps' : undefined;
  return ['GET', 'PUT', 'DELETE'].includes(method) ? 'sitemaps' : undefined;
}

function isWrite({ method }: WireRequest): boolean {
  return method === 'PUT' || method === 'DELETE';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
