import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { exchangeRaw } from '../../../test/support/raw-http.ts';
import { ADMIN_KEY, openRestPlatform } from '../../../test/support/rest-platform.ts';
import { systemClock } from '../../kernel/clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { createGuard } from './guard.ts';
import { HTTP_LIMITS, openHttpServer, type RequestHandler } from './server.ts';

const HOST = 'Host: localhost';
const KEY = `Authorization: Bearer ${ADMIN_KEY}`;
const OPEN = ['GET /health HTTP/1.1', HOST];

const raw = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;

function open(handler: RequestHandler, limits: Partial<typeof HTTP_LIMITS> = {}) {
  return openHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler,
    guard: createGuard({ host: '127.0.0.1', allowedHosts: [], corsOrigins: [] }),
    limits: { ...HTTP_LIMITS, ...limits },
    clock: systemClock,
    log: silentLog,
  });
}

describe('requests with two meanings (H1)', () => {
  // biome-ignore format: a table is read in columns
  it.each([
    ['two Host headers',               raw(...OPEN, 'Host: localhost')],
    ['two Host headers, other case',   raw(...OPEN, 'hOST: evil.test')],
    ['absolute-form',                  raw('GET http://localhost/health HTTP/1.1', HOST)],
    ['a target that is no path',       raw('GET health HTTP/1.1', HOST)],
    ['an asterisk without OPTIONS',    raw('GET * HTTP/1.1', HOST)],
    ['two Authorization headers',      raw('GET /api/v1/tools HTTP/1.1', HOST, KEY, 'Authorization: Bearer other')],
    ['two keys',                       raw('GET /api/v1/tools HTTP/1.1', HOST, `X-API-Key: ${ADMIN_KEY}`, 'X-API-Key: b')],
    ['two idempotency keys',           raw('GET /health HTTP/1.1', HOST, 'Idempotency-Key: a', 'Idempotency-Key: b')],
    ['no Host',                        raw('GET /health HTTP/1.1')],
    ['length and chunks',              `${raw('POST /mcp HTTP/1.1', HOST, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['two lengths',                    `${raw('POST /mcp HTTP/1.1', HOST, 'Content-Length: 1', 'Content-Length: 2')}ab`],
    ['a negative length',              raw('POST /mcp HTTP/1.1', HOST, 'Content-Length: -1')],
    ['an unknown transfer coding',     `${raw('POST /mcp HTTP/1.1', HOST, 'Transfer-Encoding: xchunked')}0\r\n\r\n`],
    ['a broken chunk',                 `${raw('POST /api/v1/tools/a/call HTTP/1.1', HOST, KEY, 'Content-Type: application/json', 'Transfer-Encoding: chunked')}zz\r\n`],
    ['a space before the colon',       raw(...OPEN, 'X-A : b')],
    ['a folded header',                raw(...OPEN, 'X-A: b', ' c')],
    ['a bare line feed',               'GET /health HTTP/1.1\nHost: localhost\n\n'],
    ['a NUL in a header',              raw(...OPEN, 'X-A: b\0c')],
    ['an unknown method',              raw('BREW /health HTTP/1.1', HOST)],
    ['what is not HTTP',               'hello\r\n\r\n'],
  ])('refuses %s with 400 and ends the connection', async (_, bytes) => {
    await using platform = await openRestPlatform();
    const { status, text, closed } = await exchangeRaw(platform.port, bytes);
    expect(status).toBe(400);
    expect(closed).toBe(true);
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(platform.seen).toHaveLength(0);
  });

  it('answers HTTP/1.0', async () => {
    await using platform = await openRestPlatform();
    const { status, closed } = await exchangeRaw(platform.port, raw('GET /health HTTP/1.0', HOST));
    expect(status).toBe(200);
    expect(closed).toBe(true);
  });
});

describe('what is bounded', () => {
  it('answers 431 to headers that are too large or too many', async () => {
    await using platform = await openRestPlatform();
    const large = await exchangeRaw(platform.port, raw(...OPEN, `X-A: ${'a'.repeat(17 * 1024)}`));
    const lines = Array.from({ length: 101 }, (_, at) => `X-${at}: a`);
    const many = await exchangeRaw(platform.port, raw(...OPEN, ...lines));
    expect([large.status, many.status]).toEqual([431, 431]);
  });

  it('answers 408 to headers that come too slowly', async () => {
    await using platform = await openRestPlatform({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } });
    const { status, closed } = await exchangeRaw(platform.port, 'GET /health HTTP/1.1\r\nHost: loc', 1500);
    expect(status).toBe(408);
    expect(closed).toBe(true);
  });

  it('closes connections beyond the limit and serves those within', async () => {
    await using platform = await openRestPlatform({ limits: { connections: 1 } });
    const first = connect(platform.port, '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));
    const second = await exchangeRaw(platform.port, raw(...OPEN));
    expect(second).toMatchObject({ text: '', closed: true });
    first.destroy();
  });

  it('refuses a body by its announced length without reading it, and ends the connection', async () => {
    await using platform = await openRestPlatform();
    const head = ['POST /api/v1/tools/shop_list_items/call HTTP/1.1', HOST, KEY, 'Content-Type: application/json'];
    const { status, closed } = await exchangeRaw(platform.port, raw(...head, 'Content-Length: 52428800'));
    expect(status).toBe(413);
    expect(closed).toBe(true);
  });

  it('ends the connection of a stranger who sends a large body, unread', async () => {
    await using platform = await openRestPlatform();
    const head = ['POST /api/v1/tools/shop_list_items/call HTTP/1.1', HOST, 'Content-Type: application/json'];
    const { status, closed } = await exchangeRaw(platform.port, raw(...head, 'Content-Length: 1000000'));
    expect(status).toBe(401);
    expect(closed).toBe(true);
  });
});

describe('security headers (H3)', () => {
  const EXPECTED = [
    /^content-security-policy: default-src 'none'/im,
    /^strict-transport-security: max-age=(3153[6-9]|[4-9])\d+/im,
    /^x-content-type-options: nosniff/im,
    /^x-frame-options: DENY/im,
    /^referrer-policy: no-referrer/im,
    /^cache-control: no-store/im,
  ];

  // biome-ignore format: a table is read in columns
  it.each([
    [200, raw('GET /health HTTP/1.1', HOST)],
    [200, `${raw('POST /mcp HTTP/1.1', HOST, 'Content-Length: 2')}{}`],
    [400, raw('GET /%zz HTTP/1.1', HOST)],
    [400, 'hello\r\n\r\n'],
    [401, raw('GET /api/v1/tools HTTP/1.1', HOST)],
    [403, raw('GET /health HTTP/1.1', 'Host: evil.test')],
    [404, raw('GET /nothing HTTP/1.1', HOST)],
    [405, raw('PUT /api/v1/tools HTTP/1.1', HOST)],
    [415, `${raw('POST /api/v1/tools/a/call HTTP/1.1', HOST, KEY, 'Content-Type: text/xml', 'Content-Length: 1')}x`],
    [417, raw('GET /health HTTP/1.1', HOST, 'Expect: tea')],
    [431, raw(...OPEN, `X-A: ${'a'.repeat(17 * 1024)}`)],
  ])('are on an answer of %i, once each', async (expected, bytes) => {
    await using platform = await openRestPlatform();
    const { status, text } = await exchangeRaw(platform.port, bytes);
    expect(status).toBe(expected);
    for (const header of EXPECTED) expect(text).toMatch(header);
    expect(text.match(/content-security-policy:/gi)).toHaveLength(1);
  });

  it.each([
    ['an object', (response: Parameters<RequestHandler>[1]) => response.writeHead(200, { 'Cache-Control': 'private' })],
    ['a flat list', (response: Parameters<RequestHandler>[1]) => response.writeHead(200, ['Cache-Control', 'private'])],
    ['setHeader', (response: Parameters<RequestHandler>[1]) => response.setHeader('Cache-Control', 'private')],
  ])('give way to an answer that sets its own by %s', async (_, write) => {
    await using server = await open((_request, response) => {
      write(response);
      response.end('x');
    });
    const answer = await fetch(`${server.url}/`);
    expect(answer.headers.get('cache-control')).toBe('private');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('a face that throws', () => {
  it('is answered for with 500, a correlation id and nothing of its insides', async () => {
    await using server = await open(() => {
      throw new Error('secret path /srv/x');
    });
    const answer = await fetch(`${server.url}/`);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).not.toContain('/srv/x');
    expect(JSON.parse(text).error.correlationId).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('drain (O4)', () => {
  function held() {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const handler: RequestHandler = async (_request, response) => {
      started.resolve();
      await release.promise;
      response.end('done');
    };
    return { started: started.promise, release: release.resolve, handler };
  }

  it('finishes what is under way, closes its connection, and accepts nothing new', async () => {
    const { started, release, handler } = held();
    await using server = await open(handler);
    const answer = fetch(`${server.url}/`);
    await started;
    const drained = server.drain(5_000);
    await expect(fetch(`${server.url}/`)).rejects.toThrow();
    release();
    expect((await answer).headers.get('connection')).toBe('close');
    expect(await drained).toBe(true);
    expect(server.openRequests()).toBe(0);
  });

  it('does not wait for idle keep-alive connections', async () => {
    await using server = await open((_request, response) => void response.end('x'));
    await (await fetch(`${server.url}/`)).text();
    const startedAt = performance.now();
    expect(await server.drain(5_000)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('cuts at its deadline what does not end, and says so', async () => {
    const { started, handler } = held();
    await using server = await open(handler);
    const answer = fetch(`${server.url}/`).catch((error: unknown) => error);
    await started;
    expect(await server.drain(50)).toBe(false);
    expect(await answer).toBeInstanceOf(TypeError);
  });

  it('goes on accepting while it lingers, and closes each connection with its answer', async () => {
    await using server = await open((_request, response) => void response.end('x'));
    const drained = server.drain(2_000, 300);
    const answer = await fetch(`${server.url}/`);
    expect(answer.headers.get('connection')).toBe('close');
    await answer.text();
    expect(await drained).toBe(true);
    await expect(fetch(`${server.url}/`)).rejects.toThrow();
  });
});

describe('listening', () => {
  it('fails with advice when the port is taken', async () => {
    await using first = await open((_request, response) => void response.end());
    const second = openHttpServer({
      host: '127.0.0.1',
      port: first.port,
      handler: () => {},
      guard: createGuard({ host: '127.0.0.1', allowedHosts: [], corsOrigins: [] }),
      limits: HTTP_LIMITS,
      clock: systemClock,
      log: silentLog,
    });
    await expect(second).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('PORT') });
  });
});
