import { describe, expect, it } from 'vitest';
import { analytics } from '../connector.ts';
import { classify, INCOMPATIBLE, NO_ACCESS } from './classify.ts';

/** A quarter past noon in UTC, a quarter past four in the morning in California. */
const NOW = Date.UTC(2026, 10, 22, 12, 15);
const NEXT_HOUR = Date.UTC(2026, 10, 22, 13);
const MIDNIGHT_PACIFIC = Date.UTC(2026, 10, 23, 8);

function replied(status: number, body: unknown, headers: Record<string, string> = {}) {
  return classify({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW);
}

const failure = (code: number, status: string, message: string, details?: object[]) =>
  replied(code, { error: { code, message, status, ...(details && { details }) } });

describe('a refusal for tokens', () => {
  it.each([
    [
      'Exhausted property tokens per day. These quota tokens will return in under 24 hours. To learn more, see https://developers.google.com/analytics/devguides/reporting/data/v1/quotas',
      MIDNIGHT_PACIFIC,
    ],
    ['Exhausted property tokens for a project per hour.', NEXT_HOUR],
    ['Exhausted property tokens per hour.', NEXT_HOUR],
    ['Exhausted potentially thresholded requests quota.', NEXT_HOUR],
    ['Exhausted server errors quota for a project per hour.', NEXT_HOUR],
  ])('%s stops the property, and no other, until the quota returns', (message, untilMs) => {
    expect(failure(429, 'RESOURCE_EXHAUSTED', message)).toEqual({
      kind: 'quota',
      of: 'scope',
      untilMs,
      message: expect.any(String),
    });
  });

  it('counts midnight where Google does, in summer too', () => {
    const summer = Date.UTC(2026, 6, 1, 6, 59);
    const body = JSON.stringify({ error: { code: 429, message: 'Exhausted property tokens per day.' } });

    expect(classify({ status: 429, headers: {}, body }, summer)).toMatchObject({ untilMs: Date.UTC(2026, 6, 1, 7) });
  });

  it('for places at the property waits half a minute', () => {
    expect(failure(429, 'RESOURCE_EXHAUSTED', 'Exhausted concurrent requests quota.')).toEqual({
      kind: 'throttled',
      retryAfterMs: 30_000,
    });
  });

  it('of the Admin API, by the minute, waits a minute', () => {
    const message = "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user' of service.";

    expect(failure(429, 'RESOURCE_EXHAUSTED', message)).toEqual({ kind: 'throttled', retryAfterMs: 60_000 });
    expect(replied(429, 'Too many', { 'retry-after': '7' })).toEqual({ kind: 'throttled', retryAfterMs: 7_000 });
  });
});

describe('a refusal', () => {
  it('of names that do not go together is told by its beginning, with Google’s advice', () => {
    const message =
      "Please remove sessions to make the request compatible for example. The request's dimensions & metrics are incompatible. To learn more, see https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/";

    expect(failure(400, 'INVALID_ARGUMENT', message)).toEqual({
      kind: 'rejected',
      message: `${INCOMPATIBLE}. Google says: ${message}`,
    });
  });

  it('of a name shows Google’s words, in one line', () => {
    const said =
      'Did you mean city? Field pageTitle is not a valid dimension. For a list of valid dimensions and metrics, see https://developers.google.com/analytics/devguides/reporting/data/v1/realtime-api-schema ';
    const verdict = failure(400, 'INVALID_ARGUMENT', `${said}\u0000\r\n<script>`);

    expect(verdict).toMatchObject({ kind: 'rejected' });
    expect(JSON.stringify(verdict)).toContain('Did you mean city? Field pageTitle is not a valid dimension.');
    expect(JSON.stringify(verdict)).not.toMatch(/\\u0000|\\r|\\n/);
  });

  it.each([
    'User does not have sufficient permissions for this property. To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.',
    'User does not have sufficient permissions for this property.',
    'The caller does not have permission',
  ])('of the property: %s', (message) => {
    expect(failure(403, 'PERMISSION_DENIED', message)).toEqual({ kind: 'permission', message: NO_ACCESS });
  });

  it.each([
    ['Google Analytics Data API', 'analyticsdata.googleapis.com'],
    ['Google Analytics Admin API', 'analyticsadmin.googleapis.com'],
  ])('because the %s is not enabled names it', (name, service) => {
    const message = `${name} has not been used in project 1234 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${service}/overview?project=1234 then retry.`;
    const details = [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { service },
      },
    ];
    const verdict = failure(403, 'PERMISSION_DENIED', message, details);

    expect(verdict).toMatchObject({
      kind: 'permission',
      message: expect.stringContaining(`The ${name} is not enabled`),
    });
    expect(JSON.stringify(verdict)).not.toContain('1234');
  });

  it('for a missing scope is none of the property', () => {
    const details = [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }];

    expect(failure(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.', details)).toMatchObject(
      {
        kind: 'permission',
        message: expect.stringContaining('scope'),
      },
    );
  });

  it('of the token asks for new credentials', () => {
    expect(failure(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')).toMatchObject({
      kind: 'authentication',
    });
  });

  it('of what does not exist, exists already, or is being changed', () => {
    expect(failure(404, 'NOT_FOUND', 'Requested entity was not found.')).toMatchObject({ kind: 'not_found' });
    expect(failure(409, 'ALREADY_EXISTS', 'A key event exists.')).toMatchObject({ kind: 'rejected' });
    expect(failure(409, 'ABORTED', 'Try again.')).toEqual({ kind: 'throttled', retryAfterMs: 1_000 });
    expect(failure(400, 'FAILED_PRECONDITION', 'Not yet ACTIVE.')).toMatchObject({ kind: 'rejected' });
    expect(failure(501, 'UNIMPLEMENTED', 'No.')).toMatchObject({ kind: 'rejected' });
  });
});

describe('a failure of Google’s own', () => {
  it.each([500, 502, 503, 504])('with status %i leaves in doubt whether anything was done', (status) => {
    expect(failure(status, 'INTERNAL', 'Internal error encountered.')).toMatchObject({
      kind: 'failed',
      executed: 'unknown',
    });
  });

  it('is asked again twice at most, since ten an hour lock the project out', () => {
    expect(analytics.retries).toBe(2);
  });
});

describe('a reply that lies', () => {
  it.each([
    ['a web page', '<!doctype html><title>One moment</title>'],
    ['a cut-off body', '{"rows":[{"dimen'],
    ['a list', '[]'],
    ['a text', '"ok"'],
    ['null', 'null'],
    ['an error with a good status', '{"error":{"code":500,"message":"no"}}'],
  ])('%s is no answer', (_, body) => {
    expect(replied(200, body)).toMatchObject({ kind: 'failed', executed: 'unknown' });
  });

  it.each(['', '[]', '{"error":"text"}', '{"error":{"message":5,"details":"x"}}', '<html>'])(
    '%j is judged by its status',
    (body) => {
      expect(replied(403, body)).toMatchObject({ kind: 'permission' });
      expect(replied(400, body)).toMatchObject({ kind: 'rejected' });
      expect(replied(503, body)).toMatchObject({ kind: 'failed' });
      expect(replied(302, body)).toMatchObject({ kind: 'failed' });
    },
  );
});

describe('a good reply', () => {
  const plenty = {
    tokensPerDay: { consumed: 3, remaining: 199_997 },
    tokensPerHour: { consumed: 3, remaining: 39_997 },
    tokensPerProjectPerHour: { consumed: 3, remaining: 13_997 },
    concurrentRequests: { remaining: 10 },
    serverErrorsPerProjectPerHour: { remaining: 10 },
    potentiallyThresholdedRequestsPerHour: { remaining: 120 },
  };
  const left = (change: object) => replied(200, { propertyQuota: { ...plenty, ...change } });

  it('that leaves enough asks for no rest', () => {
    expect(left({})).toMatchObject({ kind: 'ok', usedUp: undefined });
    expect(replied(200, {})).toMatchObject({ kind: 'ok', body: {}, usedUp: undefined });
    expect(replied(200, '')).toMatchObject({ kind: 'ok', body: {} });
  });

  it.each([
    [{ tokensPerDay: { consumed: 3, remaining: 9_999 } }, MIDNIGHT_PACIFIC],
    [{ tokensPerHour: { consumed: 3, remaining: 1_999 } }, NEXT_HOUR],
    [{ tokensPerProjectPerHour: { consumed: 3 } }, NEXT_HOUR],
    [{ serverErrorsPerProjectPerHour: { consumed: 10 } }, NEXT_HOUR],
    [{ potentiallyThresholdedRequestsPerHour: { consumed: 1, remaining: 5 } }, NEXT_HOUR],
  ])('that leaves less than a twentieth holds back what comes next: %j', (change, untilMs) => {
    expect(left(change)).toMatchObject({ kind: 'ok', usedUp: { of: 'scope', untilMs } });
  });

  it('of a report without demographics does not rest because others used those up', () => {
    expect(left({ potentiallyThresholdedRequestsPerHour: { remaining: 5 } })).toMatchObject({ usedUp: undefined });
  });
});
