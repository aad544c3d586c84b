import type { VendorVoice } from '../../../emulation/faulty-wire.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import { listAccounts } from './mail-reads.ts';
import type { MailState } from './mail-state.ts';
import type { RateLock } from './rate-lock.ts';
import { plain, refusal, scopeRefusal } from './replies.ts';
import { ROUTES } from './routes.ts';
import type { TokenDesk } from './token-desk.ts';

/** What the HTTP side stands on. */
export interface HttpParts {
  readonly clock: Clock;
  readonly state: MailState;
  readonly tokens: TokenDesk;
  readonly lock: RateLock;
  readonly mailHost: string;
  readonly accountsHost: string;
  /** `ZohoMail.messages.READ`; `….ALL` includes the others. */
  readonly scopes: readonly string[];
}

const ACCOUNT = /^\/api\/accounts\/([^/]+)(\/.*)?$/;

/** Zoho's HTTP: which hosts and paths there are, who may enter, and what is said to those who may not. */
export class HttpFace implements VendorVoice {
  readonly #parts: HttpParts;

  constructor(parts: HttpParts) {
    this.#parts = parts;
  }

  answer(request: WireRequest): WireReply {
    const { host, pathname, searchParams } = new URL(request.url);
    const { mailHost, accountsHost, tokens, lock } = this.#parts;
    if (host === accountsHost) return this.#answerAccounts(request, pathname, searchParams);
    if (host !== mailHost) return refusal(404, 'URL_RULE_NOT_CONFIGURED');
    const authorization = request.headers.authorization;
    if (authorization === undefined) return refusal(400, 'INVALID_TICKET', 'Invalid ticket');
    if (!tokens.accepts(authorization)) return refusal(401, 'INVALID_OAUTHTOKEN');
    if (!lock.admits()) return refusal(400, 'URL_ROLLING_THROTTLES_LIMIT_EXCEEDED', 'API call limit exceeded');
    return this.#answerMail(request, pathname, searchParams);
  }

  operationOf(request: WireRequest): string | undefined {
    const { host, pathname } = new URL(request.url);
    if (host === this.#parts.accountsHost) return 'token';
    if (pathname === '/api/accounts') return 'listAccounts';
    const path = ACCOUNT.exec(pathname)?.[2] ?? '';
    return ROUTES.find(({ method, pattern }) => method === request.method && pattern.test(path))?.operation;
  }

  /** In the form of Zoho's other products, which is not known to differ. */
  throttled(): WireReply {
    return plain(400, { title: 'URL_FIXED_THROTTLES_LIMIT_EXCEEDED', message: 'Throttle limit exceeded' });
  }

  refused(status: number): WireReply {
    return refusal(status, status === 401 ? 'INVALID_OAUTHTOKEN' : undefined);
  }

  #answerAccounts({ method, body }: WireRequest, pathname: string, query: URLSearchParams): WireReply {
    if (method !== 'POST' || pathname !== '/oauth/v2/token') return plain(404, { error: 'not_found' });
    const form = new URLSearchParams(Buffer.from(body ?? '').toString('utf8'));
    return this.#parts.tokens.mint({ ...Object.fromEntries(query), ...Object.fromEntries(form) });
  }

  #answerMail(request: WireRequest, pathname: string, query: URLSearchParams): WireReply {
    const { state, clock } = this.#parts;
    const exchange = { state, nowMs: clock.now(), request, query, ids: [] };
    if (pathname === '/api/accounts' && request.method === 'GET') {
      return this.#may('accounts.READ') ? listAccounts(exchange) : scopeRefusal();
    }
    const [, accountId, path] = ACCOUNT.exec(pathname) ?? [];
    if (path === undefined) return refusal(404, 'URL_RULE_NOT_CONFIGURED');
    if (accountId !== state.accountId) return refusal(400, 'URL_RULE_MISMATCH', 'Invalid account');
    for (const { method, pattern, scope, answer } of ROUTES) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (match) return this.#may(scope) ? answer({ ...exchange, ids: match.slice(1) }) : scopeRefusal();
    }
    return refusal(404, 'URL_RULE_NOT_CONFIGURED');
  }

  #may(scope: string): boolean {
    const all = `ZohoMail.${scope.split('.')[0]}.ALL`;
    return this.#parts.scopes.some((granted) => granted === `ZohoMail.${scope}` || granted === all);
  }
}
