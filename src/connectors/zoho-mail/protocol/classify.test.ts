import { describe, expect, it } from 'vitest';
import { classify, LOCK_MS } from './classify.ts';

const NOW = Date.UTC(2026, 10, 22);
const reply = (status: number, body: string, contentType = 'application/json') => ({
  status,
  headers: { 'content-type': contentType },
  body,
});
const verdict = (status: number, body: string, contentType?: string) =>
  classify(reply(status, body, contentType), NOW) as { kind: string; message?: string; executed?: string };

describe('a reply that went well', () => {
  it('gives its data', () => {
    expect(verdict(200, '{"status":{"code":200,"description":"success"},"data":[{"a":1}]}')).toMatchObject({
      kind: 'ok',
      body: [{ a: 1 }],
    });
  });

  it('may have none, as updates do', () => {
    expect(verdict(200, '{"status":{"code":200,"description":"success"}}')).toEqual({ kind: 'ok', body: undefined });
  });

  it('may say 201 under HTTP 200', () => {
    expect(verdict(200, '{"status":{"code":201,"description":"Created"},"data":{"folderId":"1"}}').kind).toBe('ok');
  });

  it('keeps ids that are larger than a double holds', () => {
    expect(verdict(200, '{"status":{"code":200},"data":{"messageId":1709876543210000001}}')).toMatchObject({
      body: { messageId: '1709876543210000001' },
    });
  });

  it('that was asked for as a file is the file, JSON or not', () => {
    const bytes = Buffer.from('{"status":{"code":500}}');
    const headers = { 'content-type': 'application/octet-stream;charset=UTF-8' };

    expect(classify({ status: 200, headers, body: '', bytes }, NOW)).toEqual({ kind: 'ok', body: bytes });
  });

  it('that was asked for as a file and is called JSON or HTML is read as what it is', () => {
    const said = (text: string, type: string) =>
      classify({ status: 200, headers: { 'content-type': type }, body: '', bytes: Buffer.from(text) }, NOW).kind;

    expect(said('{"data":{},"status":{"code":404,"description":"Invalid Input"}}', 'application/json')).toBe(
      'not_found',
    );
    expect(said('<html>One moment</html>', 'text/html')).toBe('failed');
  });
});

describe('a refusal, in the words that were seen', () => {
  const cases: readonly (readonly [what: string, status: number, body: string, kind: string])[] = [
    [
      'no token',
      400,
      '{"data":{"errorCode":"INVALID_TICKET","moreInfo":"Invalid ticket"},"status":{"code":400,"description":"Invalid Input"}}',
      'authentication',
    ],
    [
      'a bad token',
      401,
      '{"data":{"errorCode":"INVALID_OAUTHTOKEN"},"status":{"code":401,"description":"Invalid Access"}}',
      'authentication',
    ],
    [
      'a missing scope, as an array',
      401,
      '[2,{"msg":"Error while processing!","errorCode":"INVALID_OAUTHSCOPE","authFail":"true","status":"401"}]',
      'permission',
    ],
    [
      'a missing scope, as an object',
      401,
      '{"msg":"Error while processing!","errorCode":"INVALID_OAUTHSCOPE","authFail":"true","status":"401"}',
      'permission',
    ],
    [
      'a missing scope in the usual form',
      401,
      '{"data":{"errorCode":"INVALID_OAUTHSCOPE"},"status":{"code":401,"description":"Invalid Access"}}',
      'permission',
    ],
    [
      'a wrong pattern',
      400,
      '{"data":{"errorCode":"PATTERN_NOT_MATCHED"},"status":{"code":400,"description":"Invalid Input"}}',
      'rejected',
    ],
    [
      'an unknown key',
      400,
      '{"data":{"errorCode":"EXTRA_KEY_FOUND_IN_JSON"},"status":{"code":400,"description":"Invalid Input"}}',
      'rejected',
    ],
    [
      'a rule',
      400,
      '{"data":{"errorCode":"URL_RULE_MISMATCH"},"status":{"code":400,"description":"Invalid Input"}}',
      'rejected',
    ],
    [
      'an unknown mode',
      400,
      '{"status":{"code":400,"description":"Invalid Input"},"data":{"moreInfo":"Invalid mode"}}',
      'rejected',
    ],
    [
      'nothing of that id',
      404,
      '{"data":{"moreInfo":"x"},"status":{"code":404,"description":"Invalid Input"}}',
      'not_found',
    ],
    ['a right of the account', 403, '{"data":{},"status":{"code":403,"description":"Forbidden"}}', 'permission'],
    ['a forward', 500, '{"data":{},"status":{"code":500,"description":"Internal Error"}}', 'failed'],
    [
      'an unknown folder',
      500,
      '{"status":{"code":500,"description":"Internal Error"},"data":{"moreInfo":"An internal error occurred"}}',
      'failed',
    ],
    ['another host', 302, '', 'authentication'],
  ];

  it.each(cases)('for %s is understood', (_what, status, body, kind) => {
    expect(verdict(status, body).kind).toBe(kind);
  });

  it('under HTTP 200 is seen by the code in the body', () => {
    expect(
      verdict(200, '{"status":{"code":400,"description":"Invalid Input"},"data":{"errorCode":"PATTERN_NOT_MATCHED"}}')
        .kind,
    ).toBe('rejected');
    expect(verdict(200, '{"status":{"code":500,"description":"Internal Error"}}')).toMatchObject({
      kind: 'failed',
      executed: 'unknown',
    });
    expect(verdict(200, '{"status":{"code":"401","description":"Invalid Access"}}').kind).toBe('authentication');
  });

  it('under an HTTP failure is one, whatever the body claims', () => {
    expect(verdict(500, '{"status":{"code":200,"description":"success"},"data":[]}')).toMatchObject({
      kind: 'failed',
      executed: 'unknown',
    });
  });

  it('names Zoho’s code and words in one line', () => {
    const { message } = verdict(
      400,
      '{"data":{"errorCode":"PATTERN_NOT_MATCHED","moreInfo":"not\\r\\nthe\\u202e pattern"},"status":{"code":400}}',
    );

    expect(message).toBe('Zoho refused the request (PATTERN_NOT_MATCHED): not the pattern');
  });

  it('that is named after something every object has is no known one', () => {
    expect(verdict(400, '{"data":{"errorCode":"constructor"},"status":{"code":400}}').kind).toBe('rejected');
  });
});

describe('a throttled account', () => {
  const quota = { kind: 'quota', untilMs: NOW + LOCK_MS, of: 'connection' };

  it.each([
    [
      400,
      '{"data":{"errorCode":"URL_ROLLING_THROTTLES_LIMIT_EXCEEDED","moreInfo":"x"},"status":{"code":400,"description":"Invalid Input"}}',
    ],
    [400, '{"title":"URL_FIXED_THROTTLES_LIMIT_EXCEEDED","message":"Throttle limit exceeded"}'],
    [400, '{"code":"THROTTLES_LIMIT_EXCEEDED"}'],
    [200, '{"data":{"errorCode":"THROTTLES_LIMIT_EXCEEDED"},"status":{"code":400}}'],
    [400, '{"data":{"moreInfo":"URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"},"status":{"code":400}}'],
    [429, 'slow down'],
  ])('is left alone for 15 minutes: %i %s', (status, body) => {
    expect(verdict(status, body)).toMatchObject(quota);
  });
});

describe('a body that is none of Zoho’s', () => {
  it.each([
    '<html><title>One moment</title></html>',
    '',
    '{"status":{"code":200',
    'null',
    '[]',
    '[2,',
    '"ok"',
    '42',
    '{"data":[]}',
    '['.repeat(100_000),
  ])('under HTTP 200 is a failure of unknown fate: %#', (body) => {
    expect(verdict(200, body)).toMatchObject({ kind: 'failed', executed: 'unknown' });
  });

  it.each([
    [502, 'failed'],
    [503, 'failed'],
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'not_found'],
    [400, 'rejected'],
  ])('leaves HTTP %i to say what it means', (status, kind) => {
    expect(verdict(status, '<html>').kind).toBe(kind);
  });
});
