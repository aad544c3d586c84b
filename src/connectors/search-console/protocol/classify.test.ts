import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const judge = (status: number, body: unknown) =>
  classify({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW);
const error = (code: number, message: string, more: object = {}) => ({ error: { code, message, ...more } });
const old = (reason: string, domain = 'usageLimits') => ({ errors: [{ message: 'x', domain, reason }] });

describe('a reply of Search Console', () => {
  it('is its body where it is good, and nothing where a write answers nothing', () => {
    expect(judge(200, { siteEntry: [] })).toEqual({ kind: 'ok', body: { siteEntry: [] } });
    expect(judge(204, '')).toEqual({ kind: 'ok', body: undefined });
    expect(judge(200, '')).toEqual({ kind: 'ok', body: undefined });
  });

  it.each([
    '<!doctype html><title>One moment</title>',
    '{"rows":[{"keys":["a"],',
    '[]',
    'null',
    '{"error":{"code":500,"message":"Internal"}}',
  ])('is a failure where it says 200 and is %j', (body) => {
    expect(judge(200, body)).toMatchObject({ kind: 'failed', executed: 'unknown' });
  });

  it('400 is the caller’s to change', () => {
    const body = error(400, "'2026-13-01' is not a valid date.", {
      status: 'INVALID_ARGUMENT',
      ...old('invalidParameter', 'global'),
    });

    expect(judge(400, body)).toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('is not a valid date.'),
    });
  });

  it('401 is about the credentials', () => {
    const message =
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';

    expect(judge(401, error(401, message, { status: 'UNAUTHENTICATED' }))).toMatchObject({ kind: 'authentication' });
  });

  it('403 is about the property where it names one, whether or not status and reasons are there', () => {
    const message =
      "User does not have sufficient permission for site 'https://example.com/'. See also: https://support.google.com/webmasters/answer/2451999.";

    for (const more of [{}, old('forbidden', 'global'), { status: 'PERMISSION_DENIED' }]) {
      expect(judge(403, error(403, message, more))).toEqual({
        kind: 'permission',
        message: expect.stringMatching(/gsc_list_sites.*https:\/\/example\.com\//),
      });
    }
  });

  it.each([
    old('accessNotConfigured'),
    {
      status: 'PERMISSION_DENIED',
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }],
    },
    {},
  ])('403 is about an API that is not enabled: %j', (more) => {
    const message =
      'Google Search Console API has not been used in project 1234567890 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/searchconsole.googleapis.com/overview?project=1234567890 then retry.';

    expect(judge(403, error(403, message, more))).toEqual({
      kind: 'permission',
      message: expect.stringContaining('Google Search Console API is not enabled'),
    });
  });

  it.each([
    ['with its reason', old('quotaExceeded')],
    [
      'with its reason twice',
      { status: 'PERMISSION_DENIED', errors: [{ reason: 'quotaExceeded' }, { reason: 'quotaExceeded' }] },
    ],
    ['by its text alone', {}],
  ])('403 is about the load quota %s: the property rests for 15 minutes, the connection does not', (_how, more) => {
    const message =
      'Search Analytics load quota exceeded. Learn about usage limits: https://developers.google.com/webmaster-tools/v3/limits.';

    expect(judge(403, error(403, message, more))).toMatchObject({
      kind: 'quota',
      of: 'scope',
      untilMs: NOW + 15 * 60_000,
      // Whoever comes back and uses it up again waits until the day is over.
      againUntilMs: Date.parse('2026-11-23T08:00:00Z'),
    });
  });

  it('429 about a day stops the property until midnight on the Pacific coast', () => {
    const body = error(429, 'Quota exceeded for sc-domain:example.com: URL inspections per day.', {
      status: 'RESOURCE_EXHAUSTED',
    });

    expect(judge(429, body)).toMatchObject({
      kind: 'quota',
      of: 'scope',
      untilMs: Date.parse('2026-11-23T08:00:00Z'),
    });
  });

  it.each([
    [403, old('rateLimitExceeded')],
    [403, old('userRateLimitExceeded')],
    [429, { status: 'RESOURCE_EXHAUSTED' }],
    [429, old('rateLimitExceeded')],
  ])('%i with %j asks to go slower, for a minute', (status, more) => {
    expect(judge(status, error(status, 'Rate Limit Exceeded', more))).toEqual({
      kind: 'throttled',
      retryAfterMs: 60_000,
    });
  });

  it('404 is a sitemap or property that is not there', () => {
    expect(
      judge(404, error(404, "'https://example.com/s.xml' is not a sitemap of this site.", old('notFound'))),
    ).toMatchObject({
      kind: 'not_found',
    });
    expect(judge(404, '<html>')).toMatchObject({ kind: 'not_found' });
  });

  it.each([500, 502, 503])('%i is a failure that may pass', (status) => {
    for (const body of [error(status, 'Backend Error', old('backendError', 'global')), '<html>', '']) {
      expect(judge(status, body)).toMatchObject({ kind: 'failed', executed: 'unknown' });
    }
  });
});
