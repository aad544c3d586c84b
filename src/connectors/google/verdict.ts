import type { Verdict } from '../../kernel/connector.ts';
import { quoted } from '../../kernel/quoted.ts';
import { parseRetryAfterMs } from '../../kernel/retry-after.ts';
import type { WireReply } from '../../kernel/wire.ts';
import { type GoogleError, parseGoogleError } from './google-error.ts';
import { nextPacificMidnight } from './pacific-time.ts';

/** One of Google's APIs as operators know it. */
export interface GoogleApi {
  /** `Search Console`. */
  readonly title: string;
  /** Its name in the Cloud console's library: `Google Search Console API`. */
  readonly libraryName: string;
}

const BACK_OFF_MS = 60_000;
const ISSUES_MAX = 20;

/**
 * Reads a good reply: its JSON object, or `undefined` for an empty body, which some writes answer with. Anything else,
 * such as a web page, is no answer, and nobody knows what came of the request.
 */
export function bodyOf({ body }: WireReply, { title }: GoogleApi): Verdict {
  if (body.trim() === '') return { kind: 'ok', body: undefined };
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && !('error' in parsed)) {
      return { kind: 'ok', body: parsed };
    }
  } catch {
    // Falls through: what does not parse is no answer either.
  }
  return {
    kind: 'failed',
    executed: 'unknown',
    message: `${title} answered with something that is none of its answers.`,
  };
}

/** Says what a reply means that is no success, as far as all of Google's APIs mean the same by it. */
export function refusalOf(reply: WireReply, now: number, api: GoogleApi): Verdict {
  const error = parseGoogleError(reply.body);
  const { status } = reply;
  if (status === 401) return unauthenticated(api);
  if (isRateLimit(status, error)) {
    return { kind: 'throttled', retryAfterMs: parseRetryAfterMs(reply.headers) ?? BACK_OFF_MS };
  }
  if (status === 403) return forbidden(error, now, api);
  if (status === 404) return { kind: 'not_found', message: said(`${api.title} does not know what was named`, error) };
  if (status >= 500 || status === 408) {
    return {
      kind: 'failed',
      executed: 'unknown',
      message: `${api.title} failed (HTTP ${status}).`,
      retryAfterMs: parseRetryAfterMs(reply.headers),
    };
  }
  if (status >= 400) return rejected(status, error, api);
  return { kind: 'failed', executed: 'unknown', message: `${api.title} sends the request elsewhere (HTTP ${status}).` };
}

const RATE_REASONS = ['rateLimitExceeded', 'userRateLimitExceeded', 'RATE_LIMIT_EXCEEDED'];

function isRateLimit(status: number, error: GoogleError | undefined): boolean {
  if (status === 429) return true;
  if (status !== 403 || error === undefined) return false;
  return error.status === 'RESOURCE_EXHAUSTED' || error.reasons.some((reason) => RATE_REASONS.includes(reason));
}

function unauthenticated({ title }: GoogleApi): Verdict {
  return {
    kind: 'authentication',
    message: `${title} does not accept the access token of this connection; check that its credentials are current and were not withdrawn.`,
  };
}

function forbidden(error: GoogleError | undefined, now: number, api: GoogleApi): Verdict {
  const { message = '', reasons = [] } = error ?? {};
  const isNamed = (...names: readonly string[]) => reasons.some((reason) => names.includes(reason));
  if (isNamed('SERVICE_DISABLED', 'accessNotConfigured') || /has not been used in project/i.test(message)) {
    return {
      kind: 'permission',
      message: `The ${api.libraryName} is not enabled in the Google Cloud project of these credentials; enable it there under APIs & Services, and try again some minutes later.`,
    };
  }
  if (isNamed('ACCESS_TOKEN_SCOPE_INSUFFICIENT') || /insufficient authentication scopes/i.test(message)) {
    return {
      kind: 'permission',
      message: `The access that was granted to this connection does not include ${api.title}; grant its scope and connect again.`,
    };
  }
  if (isNamed('dailyLimitExceeded', 'quotaExceeded')) {
    return {
      kind: 'quota',
      untilMs: nextPacificMidnight(now),
      message: `The quota of ${api.title} for these credentials is used up until midnight, Pacific time.`,
    };
  }
  return { kind: 'permission', message: said(`${api.title} refuses this to the account of this connection`, error) };
}

function rejected(status: number, error: GoogleError | undefined, { title }: GoogleApi): Verdict {
  const issues = (error?.violations ?? [])
    .slice(0, ISSUES_MAX)
    .map(({ path, message }) => ({ path: quoted(path), message: quoted(message) }));
  const message = said(`${title} refused the request (HTTP ${status})`, error);
  return issues.length > 0 ? { kind: 'rejected', message, issues } : { kind: 'rejected', message };
}

/** Our words, and Google's behind them where there are any. */
function said(words: string, error: GoogleError | undefined): string {
  const theirs = quoted(error?.message ?? '');
  return theirs === '' ? `${words}.` : `${words}: ${theirs}`;
}
