import type { Verdict } from '../../../kernel/connector.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { type GoogleError, parseGoogleError } from './google-error.ts';
import { midnightPacific, nextHour } from './quota-end.ts';
import { quoted } from './quoted.ts';

/** What is said where Google refuses a property; the upstream adds which ones the connection can see. */
export const NO_ACCESS = 'The connection has no access to this property.';

/** Begins the message of a report whose names do not go together. */
export const INCOMPATIBLE = 'These dimensions and metrics do not go together';

/** Places at a property are ten for everybody; one is free after about this long. */
const CONCURRENT_WAIT_MS = 30_000;
/** Google counts its requests by the minute. */
const MINUTE_MS = 60_000;

const API_NAMES: Readonly<Record<string, string>> = {
  'analyticsdata.googleapis.com': 'Google Analytics Data API',
  'analyticsadmin.googleapis.com': 'Google Analytics Admin API',
};

/**
 * Says what a reply of the Data or Admin API means (https://developers.google.com/analytics/devguides/reporting/data/v1/errors).
 * Used-up quotas of a property stop that property alone, until Google fills them again.
 */
export function classify({ status, body }: WireReply, now: number): Verdict {
  const parsed = parseObject(body);
  if (status >= 200 && status < 300) {
    if (parsed !== undefined) return { kind: 'ok', body: parsed };
    return { kind: 'failed', executed: 'unknown', message: 'Google Analytics answered with something that is not JSON.' };
  }
  const error = parseGoogleError(parsed);
  if (status === 429 || error?.status === 'RESOURCE_EXHAUSTED') return verdictOfQuota(error, now);
  if (status >= 500 || status === 408) return verdictOfFailure(status, error);
  switch (status) {
    case 400:
    case 409:
    case 412:
      return verdictOfRefusal(error);
    case 401:
      return { kind: 'authentication', message: 'Google no longer accepts the credentials of this connection; connect it again.' };
    case 403:
      return verdictOfDenial(error);
    case 404:
      return { kind: 'not_found', message: 'Google Analytics knows nothing under this name; check the property and the id.' };
    default:
      return { kind: 'failed', executed: 'unknown', message: `Google Analytics answered with the unexpected status ${status}.` };
  }
}

function verdictOfRefusal(error: GoogleError | undefined): Verdict {
  const said = quoted(error?.message ?? '');
  // Another change was under way; nothing was done.
  if (error?.status === 'ABORTED') return { kind: 'throttled', retryAfterMs: 1_000 };
  if (error?.reasons.includes('API_KEY_INVALID')) {
    return { kind: 'authentication', message: 'Google does not accept the credentials of this connection.' };
  }
  if (/\bincompatible\b/i.test(said)) return { kind: 'rejected', message: `${INCOMPATIBLE}. Google says: ${said}` };
  return { kind: 'rejected', message: said === '' ? 'Google Analytics refused the request.' : `Google Analytics refused the request: ${said}` };
}

function verdictOfDenial(error: GoogleError | undefined): Verdict {
  const { reasons = [], message = '', service } = error ?? {};
  if (reasons.includes('SERVICE_DISABLED') || /has not been used in project|it is disabled/.test(message)) {
    const api = API_NAMES[service ?? ''] ?? apiNamedIn(message) ?? 'Google Analytics Data and Admin APIs';
    return {
      kind: 'permission',
      message: `The ${api} is not enabled in the Google Cloud project of the credentials; enable it there and wait some minutes.`,
    };
  }
  if (reasons.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT') || /insufficient authentication scopes/.test(message)) {
    return { kind: 'permission', message: 'The credentials lack the OAuth scope for this: analytics.readonly to read, analytics.edit to change.' };
  }
  if (reasons.some((reason) => /rateLimitExceeded|RATE_LIMIT_EXCEEDED|quotaExceeded/i.test(reason))) {
    return { kind: 'throttled', retryAfterMs: error?.retryAfterMs ?? MINUTE_MS };
  }
  return { kind: 'permission', message: NO_ACCESS };
}

function apiNamedIn(message: string): string | undefined {
  return Object.values(API_NAMES).find((name) => message.includes(name));
}

/** The text is all that tells the quotas apart. */
function verdictOfQuota(error: GoogleError | undefined, now: number): Verdict {
  const { message = '', retryAfterMs } = error ?? {};
  if (/concurrent requests/i.test(message)) return { kind: 'throttled', retryAfterMs: CONCURRENT_WAIT_MS };
  if (/tokens per day|24 hours/i.test(message)) {
    return used('The property’s tokens for today are used up; they return at midnight in California.', midnightPacific(now));
  }
  if (/potentially thresholded/i.test(message)) {
    return used(
      'The property’s 120 requests an hour with age, gender, interests or audiences are used up; they return with the next hour. Other reports still work then.',
      nextHour(now),
    );
  }
  if (/server errors/i.test(message)) {
    return used('The property answered with too many server errors in this hour; Google takes requests again with the next.', nextHour(now));
  }
  if (/per hour/i.test(message)) {
    return used('The property’s tokens for this hour are used up; they return with the next.', nextHour(now));
  }
  return { kind: 'throttled', retryAfterMs: retryAfterMs ?? MINUTE_MS };
}

function used(message: string, untilMs: number): Verdict {
  return { kind: 'quota', of: 'scope', message, untilMs };
}

function verdictOfFailure(status: number, error: GoogleError | undefined): Verdict {
  if (status === 501) return { kind: 'rejected', message: 'Google Analytics does not offer this.' };
  return {
    kind: 'failed',
    executed: 'unknown',
    message: `Google Analytics failed with status ${status}.`,
    retryAfterMs: error?.retryAfterMs,
  };
}

/** A JSON object; everything else, web pages and cut-off bodies included, is `undefined`. */
function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
