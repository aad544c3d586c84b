import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import type { WireRequest } from '../../../kernel/wire.ts';
import { classify } from '../protocol/classify.ts';
import { type EmulatorOptions, openEmulator } from './emulator.ts';

const ACCOUNT = '/api/accounts/2560636000000008002';

/** An emulator as a client of Zoho sees it, with no connector between. */
function open(options: Partial<EmulatorOptions> = {}) {
  const clock = createFakeClock();
  const emulator = openEmulator({ clock, ...options });
  const { ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN } = emulator.credentials;
  const form = {
    grant_type: 'refresh_token',
    client_id: ZOHO_CLIENT_ID ?? '',
    client_secret: ZOHO_CLIENT_SECRET ?? '',
    refresh_token: ZOHO_REFRESH_TOKEN ?? '',
  };
  const mint = async (change: Partial<typeof form> = {}, host = 'accounts.zoho.eu') => {
    const body = new URLSearchParams({ ...form, ...change }).toString();
    return emulator.wire({ method: 'POST', url: `https://${host}/oauth/v2/token`, headers: {}, body });
  };
  let authorization: string | undefined;
  const ask = async (method: WireRequest['method'], path: string, body?: object, headers = {}) => {
    authorization ??= `Zoho-oauthtoken ${JSON.parse((await mint()).body).access_token}`;
    const url = `https://mail.zoho.eu${path}`;
    return emulator.wire({
      method,
      url,
      headers: { authorization, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  return { clock, emulator, mint, ask };
}

describe('the token endpoint', () => {
  it('gives a token for an hour, and the address of another API', async () => {
    expect(JSON.parse((await open().mint()).body)).toMatchObject({
      access_token: expect.stringMatching(/^1000\./),
      api_domain: 'https://www.zohoapis.com',
      token_type: 'Bearer',
      expires_in: 3600,
    });
  });

  it.each([
    [{ client_id: 'x' }, 'invalid_client'],
    [{ client_secret: 'x' }, 'invalid_client_secret'],
    [{ refresh_token: 'x' }, 'invalid_code'],
  ])('refuses %j with status 200', async (change, error) => {
    const { status, body } = await open().mint(change);

    expect([status, JSON.parse(body)]).toEqual([200, { error }]);
  });

  it('gives ten tokens in ten minutes and no more', async () => {
    const { mint, clock } = open();
    for (let count = 0; count < 10; count++) expect((await mint()).status).toBe(200);

    expect((await mint()).status).toBe(400);
    await clock.advance(10 * 60_000);
    expect((await mint()).status).toBe(200);
  });
});

describe('who may enter', () => {
  it('is told in the words that were seen', async () => {
    const { emulator, ask } = open({ scopes: ['ZohoMail.accounts.READ'] });
    const bare = await emulator.wire({ method: 'GET', url: 'https://mail.zoho.eu/api/accounts', headers: {} });
    const wrong = await ask('GET', '/api/accounts', undefined, { authorization: 'Bearer x' });
    const narrow = await ask('GET', `${ACCOUNT}/folders`);

    expect(bare).toMatchObject({
      status: 400,
      body: '{"data":{"errorCode":"INVALID_TICKET","moreInfo":"Invalid ticket"},"status":{"code":400,"description":"Invalid Input"}}',
    });
    expect(wrong).toMatchObject({
      status: 401,
      body: '{"data":{"errorCode":"INVALID_OAUTHTOKEN"},"status":{"code":401,"description":"Invalid Access"}}',
    });
    expect(narrow).toMatchObject({
      status: 401,
      body: '[2,{"msg":"Error while processing!","errorCode":"INVALID_OAUTHSCOPE","authFail":"true","status":"401"}]',
    });
  });

  it('ends with the token’s hour', async () => {
    const { ask, clock } = open();
    expect((await ask('GET', '/api/accounts')).status).toBe(200);

    await clock.advance(3_600_000);
    expect((await ask('GET', '/api/accounts')).status).toBe(401);
  });

  it('is locked out for 15 minutes after more than 30 requests in one', async () => {
    const { ask, clock } = open();
    for (let count = 0; count < 30; count++) expect((await ask('GET', '/api/accounts')).status).toBe(200);

    expect(classify(await ask('GET', '/api/accounts'), clock.now())).toMatchObject({ kind: 'quota', of: 'connection' });
    await clock.advance(14 * 60_000);
    expect((await ask('GET', '/api/accounts')).status).toBe(400);
    await clock.advance(60_000);
    expect((await ask('GET', '/api/accounts')).status).toBe(200);
  });
});

describe('what Zoho refuses', () => {
  const mail = { fromAddress: 'hello@larkmoor-tea.example', toAddress: 'a@b.ie', subject: 'x', content: 'x' };

  it.each<[WireRequest['method'], string, object | undefined, number, string]>([
    ['GET', '/messages/view?limit=201', undefined, 400, 'PATTERN_NOT_MATCHED'],
    ['GET', '/messages/view?start=0', undefined, 400, 'PATTERN_NOT_MATCHED'],
    ['GET', '/messages/view?flagid=important', undefined, 400, 'PATTERN_NOT_MATCHED'],
    ['GET', '/messages/view?colour=red', undefined, 400, 'EXTRA_PARAM_FOUND'],
    ['GET', '/messages/search?searchKey=nonsense', undefined, 400, 'PATTERN_NOT_MATCHED'],
    ['GET', '/nothing', undefined, 404, 'URL_RULE_NOT_CONFIGURED'],
    ['POST', '/messages', { ...mail, priority: '1' }, 400, 'EXTRA_KEY_FOUND_IN_JSON'],
    ['POST', '/messages', { ...mail, mode: 'send' }, 400, 'PATTERN_NOT_MATCHED'],
    ['POST', '/messages', { ...mail, fromAddress: 'x@y.ie' }, 400, 'INVALID_FROM_ADDRESS'],
    [
      'POST',
      '/messages',
      { ...mail, isSchedule: true, scheduleType: 6, scheduleTime: '25/12/2026 09:00:00' },
      400,
      'PATTERN_NOT_MATCHED',
    ],
    ['POST', '/messages/1753000000000100001', { ...mail, action: 'Reply' }, 400, 'PATTERN_NOT_MATCHED'],
    ['PUT', '/updatemessage', { mode: 'markAsBogus', messageId: ['1'] }, 400, 'Invalid mode'],
    [
      'PUT',
      '/updatemessage',
      { mode: 'moveMessage', messageId: ['1'], destfolderId: '1' },
      500,
      'An internal error occurred',
    ],
    ['POST', '/messages/attachments?isInline=false', undefined, 400, 'detected as 0 bytes'],
  ])('%s %s is refused', async (method, path, body, status, words) => {
    const reply = await open().ask(method, ACCOUNT + path, body);

    expect(reply.status).toBe(status);
    expect(reply.body).toContain(words);
  });

  it('a forward, with a status 500 that says nothing', async () => {
    const reply = await open().ask('POST', `${ACCOUNT}/messages/1753000000000100001`, { ...mail, action: 'forward' });

    expect([reply.status, reply.body]).toEqual([
      500,
      '{"data":{},"status":{"code":500,"description":"Internal Error"}}',
    ]);
  });

  it('accepts updates of messages that are not there, in the same words', async () => {
    const { ask } = open();
    const [known, unknown] = [
      await ask('PUT', `${ACCOUNT}/updatemessage`, { mode: 'markAsRead', messageId: ['1753000000000100001'] }),
      await ask('PUT', `${ACCOUNT}/updatemessage`, { mode: 'markAsRead', messageId: [] }),
    ];

    expect(known.body).toBe('{"status":{"code":200,"description":"success"}}');
    expect(unknown.body).toBe(known.body);
  });
});

describe('Zoho’s oddities', () => {
  it('are in its lists: texts for numbers, references, keys that come and go, a GMT that is none', async () => {
    const { body } = await open().ask('GET', `${ACCOUNT}/messages/view?limit=200`);
    const rows: Record<string, unknown>[] = JSON.parse(body).data;

    expect(new Set(rows.map((row) => Object.keys(row).sort().join())).size).toBeGreaterThan(2);
    expect(
      rows.every(({ status, hasAttachment }) => typeof status === 'string' && typeof hasAttachment === 'string'),
    ).toBe(true);
    expect(rows.some(({ ccAddress }) => ccAddress === 'Not Provided')).toBe(true);
    expect(rows.every(({ sentDateInGMT, receivedTime }) => sentDateInGMT !== receivedTime)).toBe(true);
    expect(rows.some(({ toAddress }) => String(toAddress).includes('&lt;'))).toBe(true);
  });

  it('are in its files: octet-stream for everything, and a stray space before the name', async () => {
    const path = `${ACCOUNT}/folders/2560636000000008014/messages/1753000000000100001/attachments/138000000000100001`;

    expect((await open().ask('GET', path)).headers).toEqual({
      'content-type': 'application/octet-stream;charset=UTF-8',
      'content-disposition': 'attachment; filename = colours.csv',
    });
  });
});
