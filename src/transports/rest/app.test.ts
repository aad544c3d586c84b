import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRestPlatform, RESULT_ID, VIEWER_KEY } from '../../../test/support/rest-platform.ts';
import type { Signal } from '../../kernel/abort.ts';
import { PlatformError } from '../../kernel/errors.ts';

type Platform = Awaited<ReturnType<typeof openRestPlatform>>;

const TRACE = '0af7651916cd43dd8448eb211c80319c';

function send(platform: Platform, path: string, init: RequestInit & { readonly key?: string } = {}) {
  const { key = ADMIN_KEY, headers, ...rest } = init;
  return fetch(platform.url + path, { ...rest, headers: { authorization: `Bearer ${key}`, ...headers } });
}

function call(platform: Platform, tool: string, body: string, headers: Record<string, string> = {}, key = ADMIN_KEY) {
  return send(platform, `/api/v1/tools/${tool}/call`, {
    method: 'POST',
    body,
    key,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function errorOf(answer: Response) {
  return ((await answer.json()) as { error: Record<string, unknown> }).error;
}

describe('every route', () => {
  const OPEN = ['/health', '/health/startup', '/health/detailed', '/openapi.json', '/docs'];

  it('answers 401 without a token, but for the named few, whoever claims to ask (Z4)', async () => {
    await using platform = await openRestPlatform();
    const open = new Set<string>();
    for (const { method, path } of platform.routes) {
      const answer = await fetch(platform.url + path.replace(/\{\w+\}/g, 'x'), {
        method,
        headers: { 'user-agent': 'kube-probe/1.30', 'x-forwarded-for': '127.0.0.1' },
      });
      if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      else open.add(path);
    }
    expect([...open].filter((path) => !path.startsWith('/docs/')).sort()).toEqual([...OPEN].sort());
  });

  it('is in the router, and the router has no other', async () => {
    await using platform = await openRestPlatform();
    const dump = platform.app.printRoutes({ commonPrefix: false, includeHooks: false });
    const listed = dump.split('\n').filter((line) => /\(\S/.test(line)).length;
    expect(listed).toBe(platform.routes.length);
    for (const { method, path } of platform.routes) {
      expect(platform.app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') })).toBe(true);
    }
  });
});

describe('GET /api/v1/tools', () => {
  it('lists what the key may call and nothing else', async () => {
    await using platform = await openRestPlatform();
    const names = async (key: string) => {
      const { tools } = (await (await send(platform, '/api/v1/tools', { key })).json()) as {
        tools: { name: string }[];
      };
      return tools.map(({ name }) => name);
    };
    expect(await names(VIEWER_KEY)).toEqual(['shop_list_items']);
    expect(await names(ADMIN_KEY)).toEqual(['shop_list_items', 'shop_list_people', 'shop_update_item']);
  });
});

describe('POST /api/v1/tools/{name}/call', () => {
  it('hands the call to the gateway as it came and gives its bytes as they are', async () => {
    await using platform = await openRestPlatform();
    const answer = await call(platform, 'shop_list_items', '{"limit":"not validated here"}', {
      traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-correlation-id')).toBe(TRACE);
    expect(await answer.text()).toBe('{"items":["é"],"mode":"mock"}');
    expect(platform.seen).toMatchObject([
      { face: 'rest', tool: 'shop_list_items', input: { limit: 'not validated here' }, correlationId: TRACE },
    ]);
  });

  it('makes a correlation id of 32 hex digits where the trace context is not valid', async () => {
    await using platform = await openRestPlatform();
    const answer = await call(platform, 'shop_list_items', '{}', { traceparent: '00-zz-1-01' });
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('hands on how long the caller is ready to wait', async () => {
    await using platform = await openRestPlatform();

    await call(platform, 'shop_list_items', '{}', { prefer: 'wait=7' });

    expect(platform.seen.at(-1)?.deadlineMs).toBe(7_000);
  });

  it('tells of cache, replay, key and further pages in headers', async () => {
    await using platform = await openRestPlatform({
      behaviour: async () => ({
        idempotencyKey: 'k-1',
        facts: { cache: 'hit', attempts: 0, replayed: true, possibleDuplicateOf: 'r-9' },
        rendered: {
          json: '{}',
          pieces: ['{}'],
          rest: { uri: `mcp-platform://results/${RESULT_ID}/pages/2`, name: 'x', shown: 1, total: 9, pages: 3 },
        },
      }),
    });
    const { headers } = await call(platform, 'shop_update_item', '{}', { 'idempotency-key': '"k-1"' });
    expect(platform.seen[0]?.idempotencyKey).toBe('k-1');
    expect(headers.get('idempotency-key')).toBe('k-1');
    expect(headers.get('idempotent-replayed')).toBe('true');
    expect(headers.get('x-cache')).toBe('hit');
    expect(headers.get('x-possible-duplicate-of')).toBe('r-9');
    const next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
    expect((await send(platform, next)).status).toBe(200);
  });

  it('takes no body for no arguments', async () => {
    await using platform = await openRestPlatform();
    const answer = await send(platform, '/api/v1/tools/shop_list_items/call', { method: 'POST' });
    expect(answer.status).toBe(200);
    expect(platform.seen[0]?.input).toEqual({});
  });

  it('answers 404 unknown_tool to a name that does not exist, and 403 to one that is not for the key', async () => {
    await using platform = await openRestPlatform();
    const unknown = await call(platform, 'shop_fly', '{}');
    expect([unknown.status, (await errorOf(unknown)).code]).toEqual([404, 'unknown_tool']);
    const forbidden = await call(platform, 'shop_update_item', '{}', {}, VIEWER_KEY);
    expect([forbidden.status, (await errorOf(forbidden)).code]).toEqual([403, 'forbidden']);
  });

  it('says when to come back, in whole seconds that are never too few', async () => {
    await using platform = await openRestPlatform({
      behaviour: () => Promise.reject(new PlatformError('rate_limited', 'Too many.', { retryAfterMs: 1_200 })),
    });
    const answer = await call(platform, 'shop_list_items', '{}');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.headers.get('ratelimit')).toBe('"calls";r=0;t=2');
    expect(await errorOf(answer)).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_200 });
  });

  it('tells of a write that failed its record and its key', async () => {
    const details = { record: 'r1', idempotencyKey: 'k1' };
    const behaviour = () => Promise.reject(new PlatformError('outcome_unknown', 'Who knows.', details));
    await using platform = await openRestPlatform({ behaviour });

    expect(await errorOf(await call(platform, 'shop_update_item', '{}'))).toMatchObject(details);
  });

  it('turns a stranger into internal, without its words', async () => {
    await using platform = await openRestPlatform({ behaviour: () => Promise.reject(new Error('at /srv/app.ts:1')) });
    const answer = await call(platform, 'shop_list_items', '{}');
    const error = await errorOf(answer);
    expect([answer.status, error.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(error)).not.toContain('/srv');
    expect(error.correlationId).toBe(answer.headers.get('x-correlation-id'));
  });

  it('aborts the signal when the caller leaves, and only then', async () => {
    const aborted = Promise.withResolvers<unknown>();
    const asked = Promise.withResolvers<void>();
    await using platform = await openRestPlatform({
      behaviour: async ({ signal }) => {
        const its = signal?.() as AbortSignal;
        asked.resolve();
        await once(its, 'abort');
        aborted.resolve(its.reason);
        throw its.reason;
      },
    });
    const path = '/api/v1/tools/shop_list_items/call';
    const leaving = httpRequest(platform.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    leaving.on('error', () => {});
    leaving.end();
    await asked.promise;
    leaving.destroy();
    expect(await aborted.promise).toMatchObject({ code: 'cancelled' });
  });

  it('leaves the signal of an answered call alone', async () => {
    let signal: Signal | undefined;
    await using platform = await openRestPlatform({
      behaviour: async (request) => {
        signal = request.signal?.();
        return {};
      },
    });
    await (await call(platform, 'shop_list_items', '{}', { connection: 'close' })).text();
    await platform.server.drain(1_000);
    expect(signal?.aborted).toBe(false);
  });
});

describe('bodies', () => {
  // biome-ignore format: a table is read in columns
  it.each([
    ['broken JSON',          '{"a":',                        400, 'invalid_request'],
    ['a trailing comma',     '{"a":1,}',                     400, 'invalid_request'],
    ['__proto__',            '{"__proto__":{"admin":true}}', 400, 'invalid_input'],
    ['__proto__, deep',      '{"a":[{"__proto__":1}]}',      400, 'invalid_input'],
    ['__proto__, escaped',   '{"\\u005f_proto_\\u005f":1}',  400, 'invalid_input'],
    ['__proto__, hidden',    '{"__\\u0070roto__":1}',        400, 'invalid_input'],
    ['too deep',             `${'['.repeat(100_000)}`,       413, 'too_large'],
    ['too deep by one',      `${'['.repeat(17)}${']'.repeat(17)}`, 413, 'too_large'],
    ['too large',            `"${'a'.repeat(70_000)}"`,      413, 'too_large'],
    ['two values',           '{}{}',                         400, 'invalid_request'],
    ['a byte order mark',    '\ufeff{}',                     400, 'invalid_request'],
  ])('refuse %s before anything runs (I2, M9)', async (_, body, status, code) => {
    await using platform = await openRestPlatform({ body: { bodyBytes: status === 413 && body[0] === '[' ? 200_000 : 65_536, jsonDepth: 16 } });
    const answer = await call(platform, 'shop_list_items', body);
    expect([answer.status, (await errorOf(answer)).code]).toEqual([status, code]);
    expect(platform.seen).toHaveLength(0);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('of repeated members mean the last, everywhere', async () => {
    await using platform = await openRestPlatform();
    await call(platform, 'shop_list_items', '{"limit":1,"limit":2}');
    expect(platform.seen[0]?.input).toEqual({ limit: 2 });
  });

  it('may hold brackets in strings as deep as they like', async () => {
    await using platform = await openRestPlatform();
    expect((await call(platform, 'shop_list_items', JSON.stringify({ a: `\\"${'['.repeat(100)}` }))).status).toBe(200);
  });

  it('that are not UTF-8 are refused', async () => {
    await using platform = await openRestPlatform();
    const answer = await send(platform, '/api/v1/tools/shop_list_items/call', {
      method: 'POST',
      body: new Uint8Array([0x22, 0xff, 0x22]),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
  });

  it('that are not JSON answer 415', async () => {
    await using platform = await openRestPlatform();
    const answer = await call(platform, 'shop_list_items', 'limit=1', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([answer.status, (await errorOf(answer)).code]).toEqual([415, 'invalid_request']);
  });

  it.each(['', 'a b', 'ü', 'a'.repeat(256), '"unclosed'])('refuse the idempotency key %j (D3)', async (key) => {
    await using platform = await openRestPlatform();
    const answer = await call(platform, 'shop_update_item', '{}', { 'idempotency-key': key });
    expect(answer.status).toBe(400);
    expect(platform.seen).toHaveLength(0);
  });
});

describe('paths', () => {
  it('that do not exist answer 404, and with another method 405 with Allow', async () => {
    await using platform = await openRestPlatform();
    const nothing = await send(platform, '/api/v1/nothing');
    expect([nothing.status, (await errorOf(nothing)).code]).toEqual([404, 'not_found']);
    const wrong = await send(platform, '/api/v1/tools/shop_list_items/call', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each(['x', `${RESULT_ID}`, '..%2f..%2fx', `${RESULT_ID}%3Fx`])(
    'of results with the id %s are not found for others',
    async (id) => {
      await using platform = await openRestPlatform();
      const answer = await send(platform, `/api/v1/results/${id}/pages/2`, { key: VIEWER_KEY });
      expect([answer.status, (await errorOf(answer)).code]).toEqual([404, 'not_found']);
    },
  );
});

describe('GET /api/v1/connectors', () => {
  it('shows the connections of the grant and no other', async () => {
    await using platform = await openRestPlatform();
    const ids = async (key: string) => {
      const answer = await send(platform, '/api/v1/connectors', { key });
      return ((await answer.json()) as { connections: { id: string }[] }).connections.map(({ id }) => id);
    };
    expect(await ids(VIEWER_KEY)).toEqual(['shop/default']);
    expect(await ids(ADMIN_KEY)).toEqual(['shop/default', 'shop/second']);
  });
});

describe('POST /api/v1/admin/{action}', () => {
  const revoke = (platform: Platform, key: string, body = '{"id":"1"}') =>
    send(platform, '/api/v1/admin/keys.revoke', {
      method: 'POST',
      body,
      key,
      headers: { 'content-type': 'application/json' },
    });

  it('performs the action for those who may', async () => {
    await using platform = await openRestPlatform();
    expect(await (await revoke(platform, ADMIN_KEY)).json()).toEqual({ revoked: true });
    expect((await revoke(platform, VIEWER_KEY)).status).toBe(403);
    expect((await revoke(platform, ADMIN_KEY, '{}')).status).toBe(400);
  });

  it('answers 404 to an action that does not exist', async () => {
    await using platform = await openRestPlatform();
    expect((await send(platform, '/api/v1/admin/keys.eat', { method: 'POST' })).status).toBe(404);
  });
});
