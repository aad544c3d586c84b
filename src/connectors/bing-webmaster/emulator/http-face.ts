import type { VendorVoice } from '../../../emulation/faulty-wire.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import type { Account } from './account.ts';
import { crawlingMethods } from './crawling.ts';
import { IndexNow } from './index-now.ts';
import type { Method } from './method.ts';
import { jsonReply, pageReply, Refusal, refusalReply } from './refusal.ts';
import type { SignIn } from './sign-in.ts';
import { siteMethods } from './site-methods.ts';
import type { Throttle } from './throttle.ts';
import { trafficMethods } from './traffic.ts';

/** What the HTTP side stands on. */
export interface HttpParts {
  readonly account: Account;
  readonly signIn: SignIn;
  readonly throttle: Throttle;
  readonly indexNowKey: string;
}

const methods: Readonly<Record<string, Method>> = { ...siteMethods, ...trafficMethods, ...crawlingMethods };

const apiPath = /^\/webmaster\/api\.svc\/json\/([A-Za-z]+)$/;
const tokenPath = '/webmasters/oauth/token';
const [readHost, writeHost, indexNowHost] = ['ssl.bing.com', 'www.bing.com', 'api.indexnow.org'];
const [invalidApiKey, invalidParameter] = [3, 8];

/** Bing's HTTP on its two hosts, and IndexNow's on a third: which paths exist, who may enter, and what is refused. */
export class HttpFace implements VendorVoice {
  readonly #parts: HttpParts;
  readonly #indexNow: IndexNow;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#indexNow = new IndexNow(parts.indexNowKey);
  }

  answer(request: WireRequest): WireReply {
    const url = new URL(request.url);
    if (url.host === indexNowHost) return this.#indexNow.answer(request, url);
    if (url.host === writeHost && url.pathname === tokenPath && request.method === 'POST') {
      const { status, body } = this.#parts.signIn.mint(new URLSearchParams(readText(request)));
      return jsonReply(status, body);
    }
    const name = apiPath.exec(url.pathname)?.[1];
    const method = name === undefined ? undefined : methods[name];
    if ((url.host !== readHost && url.host !== writeHost) || name === undefined || method === undefined) {
      return pageReply(404, 'Service');
    }
    if (request.method !== method.verb) return pageReply(405, 'Method not allowed.');
    try {
      return jsonReply(200, { d: this.#run(request, url, name, method) });
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error);
      throw error;
    }
  }

  operationOf({ url }: WireRequest): string | undefined {
    return apiPath.exec(new URL(url).pathname)?.[1];
  }

  throttled({ url }: WireRequest): WireReply {
    if (new URL(url).host === indexNowHost) return { status: 429, headers: {}, body: '' };
    return refusalReply(new Refusal(5));
  }

  refused(status: number): WireReply {
    return pageReply(status, 'Runtime Error');
  }

  #run(request: WireRequest, url: URL, name: string, method: Method): unknown {
    const { account, throttle } = this.#parts;
    this.#admit(request, url, name);
    const asked = method.verb === 'GET' ? queryOf(url) : bodyOf(request);
    const address = asked.url;
    const host = typeof address === 'string' && URL.canParse(address) ? new URL(address).host : undefined;
    const tooSoon = throttle.refusal(name, host);
    if (tooSoon !== undefined) throw new Refusal(tooSoon);
    const params = method.params.safeParse(asked);
    if (!params.success) throw new Refusal(invalidParameter);
    const siteUrl = String(asked.siteUrl ?? '');
    const site = method.reach === 'verified' ? account.verifiedSite(siteUrl) : account.sites[0];
    return method.run(params.data, account, site!);
  }

  #admit({ headers }: WireRequest, url: URL, name: string): void {
    const { signIn } = this.#parts;
    if (headers.authorization === undefined) {
      if (!signIn.acceptsKey(url.searchParams.get('apikey'))) throw new Refusal(invalidApiKey);
      return;
    }
    // Tokens read on either host; to write with one, the other host has to be asked.
    const isRead = name.startsWith('Get');
    if (!signIn.acceptsBearer(headers.authorization) || (!isRead && url.host === readHost)) {
      throw new Refusal(invalidParameter, 'InvalidToken');
    }
  }
}

function queryOf(url: URL): Record<string, unknown> {
  const { apikey, ...rest } = Object.fromEntries(url.searchParams);
  return rest;
}

function bodyOf(request: WireRequest): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(readText(request));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // What is not JSON is refused like any wrong parameter.
  }
  throw new Refusal(invalidParameter);
}

function readText({ body }: WireRequest): string {
  return typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8');
}
