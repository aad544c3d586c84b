import { describe, expect, it } from 'vitest';
import type { WireReply } from '../../kernel/wire.ts';
import { bodyOf, refusalOf } from './verdict.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const API = { title: 'Search Console', libraryName: 'Google Search Console API' };
const reply = (status: number, body: unknown, headers: Record<string, string> = {}): WireReply => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const refusal = (status: number, body: unknown, headers?: Record<string, string>) =>
  refusalOf(reply(status, body, headers), NOW, API);

// Bodies as Google documents them or sends them; the text inside is Google's.
const DISABLED =
  'Google Search Console API has not been used in project 123456789 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/searchconsole.googleapis.com/overview?project=123456789 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.';

describe('a refusal of Google', () => {
  it('401 means the credentials', () => {
    const body = {
      error: {
        code: 401,
        message:
          'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
        status: 'UNAUTHENTICATED',
      },
    };

    expect(refusal(401, body)).toMatchObject({ kind: 'authentication' });
    expect(refusal(401, '<html>')).toMatchObject({ kind: 'authentication' });
  });

  it.each([
    [
      'by its reason',
      {
        error: {
          code: 403,
          message: 'x',
          status: 'PERMISSION_DENIED',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'SERVICE_DISABLED',
              domain: 'googleapis.com',
              metadata: { service: 'searchconsole.googleapis.com' },
            },
          ],
        },
      },
    ],
    [
      'by its old reason',
      {
        error: {
          code: 403,
          message: DISABLED,
          errors: [{ message: DISABLED, domain: 'usageLimits', reason: 'accessNotConfigured' }],
        },
      },
    ],
    ['by its text alone', { error: { code: 403, message: DISABLED } }],
  ])('403 means an API that is not enabled, %s, and names it', (_how, body) => {
    expect(refusal(403, body)).toEqual({
      kind: 'permission',
      message: expect.stringContaining('The Google Search Console API is not enabled'),
    });
  });

  it('403 means a scope that was not granted', () => {
    const body = {
      error: {
        code: 403,
        message: 'Request had insufficient authentication scopes.',
        status: 'PERMISSION_DENIED',
        errors: [{ message: 'Insufficient Permission', domain: 'global', reason: 'insufficientPermissions' }],
      },
    };

    expect(refusal(403, body)).toMatchObject({ kind: 'permission', message: expect.stringContaining('scope') });
  });

  it.each([
    [
      403,
      {
        error: {
          code: 403,
          message: 'Rate Limit Exceeded',
          errors: [{ domain: 'usageLimits', reason: 'rateLimitExceeded' }],
        },
      },
    ],
    [
      403,
      {
        error: {
          code: 403,
          message: 'User Rate Limit Exceeded',
          errors: [{ domain: 'usageLimits', reason: 'userRateLimitExceeded' }],
        },
      },
    ],
    [403, { error: { code: 403, message: 'x', status: 'RESOURCE_EXHAUSTED' } }],
    [
      429,
      {
        error: {
          code: 429,
          message: "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'",
          status: 'RESOURCE_EXHAUSTED',
        },
      },
    ],
    [429, '<html>Too many</html>'],
  ])('%i with %j means slower, for a minute', (status, body) => {
    expect(refusal(status, body)).toEqual({ kind: 'throttled', retryAfterMs: 60_000 });
  });

  it('waits as long as the vendor says where it says so', () => {
    expect(refusal(429, '', { 'retry-after': '7' })).toEqual({ kind: 'throttled', retryAfterMs: 7_000 });
    const headers = { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT', date: 'Sun, 22 Nov 2026 12:00:00 GMT' };
    expect(refusal(503, '', headers)).toMatchObject({ kind: 'failed', retryAfterMs: 30_000 });
    expect(refusal(503, '', { 'retry-after': 'soon' })).toMatchObject({ retryAfterMs: undefined });
  });

  it('403 means a daily quota, until midnight on the Pacific coast', () => {
    const body = {
      error: {
        code: 403,
        message: 'Daily Limit Exceeded',
        errors: [{ domain: 'usageLimits', reason: 'dailyLimitExceeded' }],
      },
    };

    expect(refusal(403, body)).toMatchObject({ kind: 'quota', untilMs: Date.parse('2026-11-23T08:00:00Z') });
  });

  it('403 means a lack of rights otherwise, envelope or not', () => {
    expect(refusal(403, { error: { code: 403, message: 'No.', status: 'PERMISSION_DENIED' } })).toEqual({
      kind: 'permission',
      message: 'Search Console refuses this to the account of this connection: No.',
    });
    expect(refusal(403, '<html>')).toMatchObject({ kind: 'permission' });
  });

  it('400 is the caller’s, with Google’s words by field', () => {
    const body = {
      error: {
        code: 400,
        message: "Invalid value at 'dimensions[0]'",
        status: 'INVALID_ARGUMENT',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [{ field: 'dimensions[0]', description: 'Invalid value' }],
          },
        ],
      },
    };

    expect(refusal(400, body)).toEqual({
      kind: 'rejected',
      message: "Search Console refused the request (HTTP 400): Invalid value at 'dimensions[0]'",
      issues: [{ path: 'dimensions[0]', message: 'Invalid value' }],
    });
  });

  it('404 is something that does not exist, 5xx a failure of unknown effect, 3xx no answer', () => {
    expect(refusal(404, { error: { code: 404, message: 'Not found' } })).toMatchObject({ kind: 'not_found' });
    for (const status of [500, 502, 503]) {
      expect(refusal(status, { error: { code: status, errors: [{ reason: 'backendError' }] } })).toMatchObject({
        kind: 'failed',
        executed: 'unknown',
      });
    }
    expect(refusal(302, '')).toMatchObject({ kind: 'failed' });
  });

  it('survives envelopes of any shape', () => {
    for (const body of [
      '',
      'null',
      '[]',
      '7',
      '{"error":null}',
      '{"error":"x"}',
      '{"error":{"errors":{},"details":7}}',
      '{"error":{"details":[null]}}',
    ]) {
      for (const status of [400, 401, 403, 404, 429, 500]) expect(refusal(status, body).kind).not.toBe('ok');
    }
  });

  it('reads an envelope that comes in a list', () => {
    expect(refusal(403, [{ error: { code: 403, message: DISABLED } }])).toMatchObject({
      message: expect.stringContaining('not enabled'),
    });
  });

  it('shows no control characters and no more than a few hundred characters of what Google says', () => {
    const verdict = refusal(400, { error: { message: `a\r\nb\u0000${'c'.repeat(1_000)}` } });

    expect('message' in verdict && verdict.message).toMatch(/: a b c{296}…$/);
  });
});

describe('a good reply of Google', () => {
  it('is its JSON object, and nothing where it is empty', () => {
    expect(bodyOf(reply(200, { rows: [] }), API)).toEqual({ kind: 'ok', body: { rows: [] } });
    expect(bodyOf(reply(204, ''), API)).toEqual({ kind: 'ok', body: undefined });
  });

  it.each(['<!doctype html>', '{"rows": [', '[]', 'null', '"ok"', '{"error":{"code":500}}'])(
    'is not %j: nobody knows what came of the request',
    (body) => {
      expect(bodyOf(reply(200, body), API)).toMatchObject({ kind: 'failed', executed: 'unknown' });
    },
  );
});
