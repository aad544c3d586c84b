import { describe, expect, it } from 'vitest';
import type { WireReply } from '../../../kernel/wire.ts';
import { classify } from './classify.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const MIDNIGHT = Date.UTC(2026, 10, 23);

const reply = (status: number, body: string, type = 'application/json; charset=utf-8'): WireReply => ({
  status,
  headers: { 'content-type': type },
  body,
});
const judge = (status: number, body: string, type?: string) => classify(reply(status, body, type), NOON);
const fault = (code: number, name: string) => `{"ErrorCode":${code},"Message":"ERROR!!! ${name}"}`;

describe('a good answer', () => {
  it.each([
    '{"d":null}',
    '{"d":[]}',
    '{"d":true}',
    '{"d":{"__type":"UrlInfo:#Microsoft.Bing.Webmaster.Api","Url":"x"}}',
  ])('is %s, handed on as what is in `d`', (body) => {
    expect(judge(200, body)).toEqual({ kind: 'ok', body: JSON.parse(body) });
  });

  it.each(['{}', '[]', 'null', '"d"', '{"D":null}', '{"d":[{"Url":', '<html><title>Sorry</title></html>'])(
    'is not %j: a 200 without `d` may have done anything',
    (body) => {
      expect(judge(200, body)).toMatchObject({ kind: 'failed', executed: 'unknown' });
    },
  );

  it('of IndexNow is a status alone', () => {
    expect(judge(200, '', 'text/plain')).toEqual({ kind: 'ok', body: { accepted: 200 } });
    expect(judge(202, '', 'text/plain')).toEqual({ kind: 'ok', body: { accepted: 202 } });
  });
});

describe('a refusal', () => {
  it.each([
    [0, 'None', 'failed'],
    [1, 'InternalError', 'failed'],
    [2, 'UnknownError', 'failed'],
    [3, 'InvalidApiKey', 'authentication'],
    [4, 'ThrottleUser', 'throttled'],
    [5, 'ThrottleHost', 'throttled'],
    [6, 'UserBlocked', 'permission'],
    [7, 'InvalidUrl', 'rejected'],
    [8, 'InvalidParameter', 'rejected'],
    [9, 'TooManySites', 'rejected'],
    [10, 'UserNotFound', 'authentication'],
    [11, 'NotFound', 'not_found'],
    [12, 'AlreadyExists', 'rejected'],
    [13, 'NotAllowed', 'permission'],
    [14, 'NotAuthorized', 'permission'],
    [15, 'UnexpectedState', 'rejected'],
    [16, 'Deprecated', 'rejected'],
    [17, 'ThrottleIP', 'throttled'],
    [99, 'SomethingNew', 'failed'],
  ])('with code %i (%s) is: %s, on top, inside `d`, and under status 200', (code, name, kind) => {
    expect(judge(400, fault(code, name))).toMatchObject({ kind });
    expect(judge(400, `{"d":${fault(code, name)}}`)).toMatchObject({ kind });
    expect(judge(200, `{"d":${fault(code, name)}}`)).toMatchObject({ kind });
  });

  it('for coming too soon did nothing, and asks for a pause though Bing names none', () => {
    expect(judge(400, '{"ErrorCode":4,"Message":"ERROR!!! ThrottleUser"}')).toEqual({
      kind: 'throttled',
      retryAfterMs: 5_000,
    });
  });

  it.each([
    '{"ErrorCode":2,"Message":"ERROR!!! You have exceeded your daily url submission quota : 100"}',
    '{"ErrorCode":2,"Message":"ERROR!!! Quota remaining for today: 0, Submitted: 100"}',
    '{"ErrorCode":8,"Message":"ERROR!!! Quota remaining for today: 0, Submitted: 100"}',
  ])('of a spent quota lasts until midnight GMT, for the site alone: %s', (body) => {
    expect(judge(400, body)).toMatchObject({ kind: 'quota', of: 'scope', untilMs: MIDNIGHT });
  });

  it('at midnight sharp lasts the whole day that begins', () => {
    const body = '{"ErrorCode":2,"Message":"ERROR!!! You have exceeded your daily url submission quota : 100"}';

    expect(classify(reply(400, body), MIDNIGHT)).toMatchObject({ untilMs: MIDNIGHT + 86_400_000 });
  });

  it('with quota left is no spent quota', () => {
    expect(
      judge(400, '{"ErrorCode":8,"Message":"ERROR!!! Quota remaining for today: 7, Submitted: 100"}'),
    ).toMatchObject({
      kind: 'rejected',
    });
  });

  it('of a token asks for other credentials, whatever its code', () => {
    expect(judge(400, fault(8, 'InvalidToken'))).toMatchObject({ kind: 'authentication' });
  });

  it('says nothing that Bing said', () => {
    const said = '{"ErrorCode":8,"Message":"ERROR!!! apikey=0123456789abcdef is wrong"}';

    expect(JSON.stringify(judge(400, said))).not.toContain('0123456789abcdef');
  });
});

describe('a status without a code', () => {
  it.each([
    [400, 'Bad Request', { kind: 'rejected' }],
    [401, '', { kind: 'authentication' }],
    [403, '<html>Forbidden</html>', { kind: 'permission' }],
    [404, '<html>Not Found</html>', { kind: 'not_found' }],
    [422, '', { kind: 'rejected' }],
    [429, '', { kind: 'quota', of: 'scope', untilMs: NOON + 600_000 }],
    [302, '', { kind: 'failed', executed: 'unknown' }],
    [500, '<html>Runtime Error</html>', { kind: 'failed', executed: 'unknown' }],
    [502, '', { kind: 'failed', executed: 'unknown' }],
    [503, '{"d":null}', { kind: 'failed', executed: 'unknown' }],
  ])('%i %j is %j', (status, body, verdict) => {
    expect(judge(status, body)).toMatchObject(verdict);
  });
});
