import { METHODS } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeRaw } from '../support/raw-http.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { auditRows, callMcp, callRest, leakIn, modernMessage, send } from './support/mcp-request.ts';

let platform: AttackedPlatform;

beforeAll(async () => {
  platform = await attackPlatform({ settings: { CORS_ORIGINS: 'https://console.example.com' } });
});
afterAll(async () => {
  expect(platform?.strayLines()).toEqual([]);
  await platform?.[Symbol.asyncDispose]();
});

const HOST = 'host: 127.0.0.1';
const auth = () => `authorization: Bearer ${platform.key}`;
const raw = (...lines: string[]) => exchangeRaw(platform.port, lines.join('\r\n'), 150);

/** A call that must not run, hidden behind what is smuggled. */
function hiddenCall(): string {
  const { headers, body } = modernMessage('tools/call', { name: 'test_error_handling', arguments: {} });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    'POST /mcp HTTP/1.1',
    HOST,
    auth(),
    ...lines,
    `content-length: ${Buffer.byteLength(body as string)}`,
    '',
    body,
  ].join('\r\n');
}

const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

describe('attacks on HTTP', () => {
  it.each<[string, (hidden: string) => string[]]>([
    ['two Host headers', (h) => ['GET /health HTTP/1.1', HOST, 'host: evil.test', '', h]],
    ['two equal Host headers', (h) => ['GET /health HTTP/1.1', HOST, HOST, '', h]],
    ['no Host header', (h) => ['GET /health HTTP/1.1', '', h]],
    ['an absolute-form target', (h) => ['GET http://evil.test/health HTTP/1.1', HOST, '', h]],
    ['an authority-form target', (h) => ['GET evil.test:80 HTTP/1.1', HOST, '', h]],
    ['two Authorization headers', (h) => ['GET /api/v1/whoami HTTP/1.1', HOST, auth(), auth(), '', h]],
    ['two API key headers', (h) => ['GET /api/v1/whoami HTTP/1.1', HOST, 'x-api-key: a', 'x-api-key: b', '', h]],
    [
      'Content-Length and Transfer-Encoding',
      (h) => ['POST /mcp HTTP/1.1', HOST, 'content-length: 4', 'transfer-encoding: chunked', '', `0\r\n\r\n${h}`],
    ],
    ['two lengths', (h) => ['POST /mcp HTTP/1.1', HOST, 'content-length: 0', `content-length: ${h.length}`, '', h]],
    ['a list of lengths', (h) => ['POST /mcp HTTP/1.1', HOST, `content-length: 0, ${h.length}`, '', h]],
    ['a signed length', (h) => ['POST /mcp HTTP/1.1', HOST, 'content-length: +0', '', h]],
    ['a length in hex', (h) => ['POST /mcp HTTP/1.1', HOST, 'content-length: 0x0', '', h]],
    ['a space before the colon', (h) => ['POST /mcp HTTP/1.1', HOST, 'content-length : 0', '', h]],
    ['an obsolete line folding', (h) => ['POST /mcp HTTP/1.1', HOST, 'x-a: b', ' content-length: 0', '', h]],
    ['a folded Transfer-Encoding', (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding:', ' chunked', '', h]],
    ['another coding', (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: xchunked', '', `0\r\n\r\n${h}`]],
    ['two codings', (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: gzip, chunked', '', `0\r\n\r\n${h}`]],
    ['chunked twice', (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: chunked, chunked', '', `0\r\n\r\n${h}`]],
    ['chunked, then identity', (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: chunked, identity', '', h]],
    [
      'a chunk of negative size',
      (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: chunked', '', `-1\r\n\r\n${h}`],
    ],
    [
      'a chunk that is longer than it says',
      (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: chunked', '', `1\r\n${h}`],
    ],
    [
      'a chunk size that is too large to be',
      (h) => ['POST /mcp HTTP/1.1', HOST, 'transfer-encoding: chunked', '', `${'f'.repeat(40)}\r\n${h}`],
    ],
    ['a bare LF', (h) => ['POST /mcp HTTP/1.1', `${HOST}\ncontent-length: 0`, '', h]],
    ['a bare CR', (h) => ['POST /mcp HTTP/1.1', `${HOST}\rcontent-length: 0`, '', h]],
    ['a NUL in a header', (h) => ['GET /health HTTP/1.1', HOST, 'x-a: b\u0000c', '', h]],
    ['a header without a name', (h) => ['GET /health HTTP/1.1', HOST, ': b', '', h]],
    ['a header with a space in its name', (h) => ['GET /health HTTP/1.1', HOST, 'x a: b', '', h]],
    ['HTTP/0.9', (h) => ['GET /health', '', h]],
    ['HTTP/2.0 in text', (h) => ['GET /health HTTP/2.0', HOST, '', h]],
    ['HTTP/1.2', (h) => ['GET /health HTTP/1.2', HOST, '', h]],
    ['a method of its own', (h) => ['HACK /health HTTP/1.1', HOST, '', h]],
    ['a target with a space', (h) => ['GET /health /x HTTP/1.1', HOST, '', h]],
    ['a tunnel', (h) => ['CONNECT evil.test:443 HTTP/1.1', 'host: evil.test:443', '', h]],
    ['the preface of HTTP/2', (h) => ['PRI * HTTP/2.0', '', 'SM', '', h]],
    ['a TLS handshake', () => ['\u0016\u0003\u0001\u0002\u0000\u0001']],
  ])('H1: %s is refused, and what follows on the connection is not run', async (_, probe) => {
    const { text, status } = await raw(...probe(hiddenCall()));

    expect(status === 0 || (status >= 400 && status < 500)).toBe(true);
    expect(statuses(text).filter((one) => one < 400)).toEqual([]);
    expect(leakIn(text)).toBeUndefined();
    const ran = await auditRows(platform.url, platform.key, { subject: 'test_error_handling', limit: 1 });
    expect(ran).toEqual([]);
  });

  it.each<[string, string[], number]>([
    ['200 headers', Array.from({ length: 200 }, (_, at) => `x-${at}: a`), 431],
    ['a header of 64 KB', [`x-a: ${'a'.repeat(65_536)}`], 431],
    ['5,000 empty headers', Array.from({ length: 5_000 }, (_, at) => `x${at}:`), 431],
  ])('H1: %s are refused', async (_, headers, expected) => {
    const { status } = await raw('GET /health HTTP/1.1', HOST, ...headers, '', '');
    expect(status).toBe(expected);
  });

  it('H1: a target of 64 KB is refused', async () => {
    expect((await raw(`GET /${'a'.repeat(65_536)} HTTP/1.1`, HOST, '', '')).status).toBe(431);
  });

  it('H1: pipelined requests are answered in their order', async () => {
    const get = (path: string) => `GET ${path} HTTP/1.1\r\n${HOST}\r\n\r\n`;
    const { text } = await raw(get('/health') + get('/nothing') + get('/api/v1/tools') + get('/health/startup'));
    expect(statuses(text)).toEqual([200, 404, 401, 200]);
  });

  it('H1: an answer under way is not mixed up with the refusal of what follows it', async () => {
    const call = hiddenCall().replaceAll('test_error_handling', 'test_simple_text');
    const length = Buffer.byteLength(call.split('\r\n\r\n')[1] as string) - 2 * 3;
    const first = call.replace(/content-length: \d+/, `content-length: ${length + 6}`);
    const { text } = await raw(`${first}GARBAGE\r\n\r\n`);
    // Whoever sent the first request must never read the refusal of the second as its answer.
    expect(statuses(text)[0]).not.toBe(400);
  });

  it('H2: 100 sockets with slow headers and slow bodies leave others answered', async () => {
    const sockets = await Promise.all(Array.from({ length: 100 }, (_, at) => slowSocket(at % 2 === 0)));
    const times: number[] = [];
    for (let round = 0; round < 50; round++) {
      const started = performance.now();
      expect((await callMcp(platform.url, platform.key, 'test_simple_text', {})).status).toBe(200);
      times.push(performance.now() - started);
    }
    for (const socket of sockets) socket.destroy();

    expect(times.sort((a, b) => a - b)[45]).toBeLessThan(500);
    expect(platform.alive()).toBe(true);
  });

  it('H2: clients that break off at every point of a call leave nothing behind', async () => {
    const whole = hiddenCall().replaceAll('test_error_handling', 'test_large_result');
    for (let at = 1; at < whole.length; at += 7) await breakOff(whole.slice(0, at));
    for (let times = 0; times < 50; times++) await breakOff(whole);

    expect(platform.alive()).toBe(true);
    const inFlight = async () => {
      const { text } = await send(`${platform.url}/metrics`, platform.key, { method: 'GET' });
      return /^mcp_platform_http_requests_in_flight (\d+)$/m.exec(text)?.[1];
    };
    // The request for the metrics is the one that is left.
    await expect.poll(inFlight).toBe('1');
    expect(platform.logText()).not.toContain('"level":"error"');
  });

  it('H3: every status of every route carries the security headers', async () => {
    for (const { path, method, headers, body } of everyKindOfAnswer(platform.key)) {
      const answer = await send(platform.url + path, '', { method, headers, body });
      const what = `${method} ${path} ${answer.status}`;
      expect(answer.headers.get('x-content-type-options'), what).toBe('nosniff');
      expect(answer.headers.get('content-security-policy'), what).toMatch(/default-src 'none'/);
      expect(answer.headers.get('content-security-policy'), what).toMatch(/frame-ancestors 'none'/);
      expect(answer.headers.get('content-security-policy'), what).not.toMatch(/unsafe-/);
      expect(
        Number(/max-age=(\d+)/.exec(answer.headers.get('strict-transport-security') ?? '')?.[1]),
        what,
      ).toBeGreaterThanOrEqual(31_536_000);
      expect(answer.headers.get('referrer-policy'), what).toBe('no-referrer');
      expect(answer.headers.get('server') ?? answer.headers.get('x-powered-by'), what).toBeNull();
      expect(answer.status, what).toBeLessThan(500);
      expect(leakIn(answer.text.slice(0, 5_000)), what).toBeUndefined();
    }
  });

  it.each<[string, string[]]>([
    ['400', ['GET /health HTTP/9', '', '']],
    ['400 of Node', ['GET /health HTTP/1.1', '', '']],
    ['431', [`GET /${'a'.repeat(20_000)} HTTP/1.1`, HOST, '', '']],
    ['417', ['POST /mcp HTTP/1.1', HOST, 'expect: the-impossible', 'content-length: 0', '', '']],
  ])('H3: the refusal %s of what is hardly HTTP carries them too', async (status, lines) => {
    const { text } = await raw(...lines);
    expect(text).toContain(`HTTP/1.1 ${status.slice(0, 3)}`);
    expect(text.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(text.toLowerCase()).toContain("default-src 'none'");
    expect(text.toLowerCase()).toContain('strict-transport-security');
  });

  it.each(METHODS.filter((method) => method !== 'CONNECT'))(
    'H3: the method %s breaks nothing on any face',
    async (method) => {
      for (const path of ['/mcp', '/health', '/api/v1/tools', '/nothing', '*']) {
        const { status, text } = await raw(
          `${method} ${path} HTTP/1.1`,
          HOST,
          auth(),
          'content-length: 0',
          'connection: close',
          '',
          '',
        );
        expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(200);
        expect(status, `${method} ${path}`).toBeLessThan(500);
        expect(leakIn(text)).toBeUndefined();
      }
    },
  );

  it.each([
    'https://evil.test',
    'null',
    'https://console.example.com.evil.test',
    'https://evilconsole.example.com',
    'http://console.example.com',
    'https://console.example.com:8443',
    'https://CONSOLE.example.com',
    'https://console.example.com/',
  ])('H4: the origin %s is never reflected', async (origin) => {
    for (const path of ['/mcp', '/health', '/api/v1/tools', '/openapi.json', '/nothing']) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const headers = { origin, 'access-control-request-method': 'POST' };
        const answer = await send(platform.url + path, '', { method, headers });
        expect(answer.status).toBe(403);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      }
    }
  });

  it('H4: a listed origin is told its name, never a star, and never with credentials', async () => {
    const headers = { origin: 'https://console.example.com', 'access-control-request-method': 'POST' };
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await send(`${platform.url}/api/v1/tools`, platform.key, { method, headers });
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it('H6: the default start binds to loopback alone and has no password of its own', async () => {
    expect(new URL(platform.url).hostname).toBe('127.0.0.1');
    const guesses = ['admin', 'password', 'changeme', 'mcpk_', 'local', 'mcpk_admin', '', 'undefined', 'null', '*'];
    for (const guess of guesses) {
      const { status } = await send(`${platform.url}/api/v1/whoami`, '', {
        method: 'GET',
        headers: { authorization: `Bearer ${guess}` },
      });
      expect(status, guess).toBe(401);
    }
  });
});

describe('floods of wrong keys', () => {
  it('H5: 1,000 wrong sign-ins of one address are one bucket, whatever X-Forwarded-For says, and lock nobody else out', async () => {
    await using limited = await attackPlatform({ settings: { SIGN_IN_FAILURES_PER_MINUTE: '30' } });
    const seen = new Map<number, number>();
    const texts = new Set<string>();
    for (let at = 0; at < 1_000; at++) {
      const { status, json } = await callRest(
        limited.url,
        `mcpk_${'x'.repeat(30)}${at}`,
        'test_simple_text',
        {},
        {
          'x-forwarded-for': `203.0.113.${at % 250}`,
          'x-real-ip': `203.0.113.${at % 250}`,
          forwarded: `for=203.0.113.${at % 250}`,
        },
      );
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (status === 401) texts.add(json.error.message);
    }

    expect([...seen.keys()].sort()).toEqual([401, 429]);
    expect(seen.get(401)).toBeLessThan(70);
    expect(texts.size).toBe(1);
    expect((await callRest(limited.url, limited.key, 'test_simple_text', {})).status).toBe(200);
    const rows = (await auditRows(limited.url, limited.key)).filter(({ kind }) => kind === 'sign-in');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(40);
  });
});

function everyKindOfAnswer(key: string) {
  const bearer = { authorization: `Bearer ${key}` };
  const json = { ...bearer, 'content-type': 'application/json' };
  const get = (path: string, headers = {}) => ({ method: 'GET', path, headers, body: undefined });
  const post = (path: string, body: string, headers = {}) => ({ method: 'POST', path, headers, body });
  return [
    ...['/health', '/health/startup', '/health/detailed', '/docs', '/docs/page.js', '/docs/page.css', '/openapi.json']
      .concat('/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/favicon-32x32.png')
      .map((path) => get(path)),
    ...[
      '/metrics',
      '/api/v1/tools',
      '/api/v1/connectors',
      '/api/v1/whoami',
      '/health/detailed',
      '/openapi.json',
      '/mcp',
    ].flatMap((path) => [
      get(path),
      get(path, bearer),
      get(`${path}?key=abc`),
      get(`${path}/..%2f..%2fetc/passwd`, bearer),
    ]),
    get('/'),
    get('/%'),
    get('/api/v1/results/x/pages/1', bearer),
    get('/api/v1/results/00000000-0000-7000-8000-000000000000/pages/1', bearer),
    post('/api/v1/tools/nothing/call', '{}', json),
    post(`/api/v1/tools/${'a'.repeat(500)}/call`, '{}', json),
    post('/api/v1/tools/%ff/call', '{}', json),
    post('/api/v1/tools/test_simple_text/call', '{', json),
    post('/api/v1/tools/test_simple_text/call', '{"a":1}', json),
    post('/api/v1/tools/test_simple_text/call', '{}', { ...json, 'idempotency-key': 'a b' }),
    post('/api/v1/tools/test_simple_text/call', 'a=b', {
      ...bearer,
      'content-type': 'application/x-www-form-urlencoded',
    }),
    post('/api/v1/tools/test_simple_text/call', 'x'.repeat(2_000_000), json),
    post('/api/v1/tools/test_simple_text/call', '{}', json),
    post('/api/v1/admin/keys.create', '{"name":"x","role":"owner"}', json),
    post('/api/v1/admin/nothing', '{}', json),
    post('/mcp', '{', json),
    post('/mcp', '{}', { ...json, accept: 'text/html' }),
    post('/mcp', '{}', { ...bearer, 'content-type': 'text/plain' }),
    post('/mcp', '{"jsonrpc":"2.0","method":"notifications/initialized"}', json),
    post('/mcp', '{"jsonrpc":"2.0","id":1,"method":"ping"}', json),
    post('/mcp', '{}', {}),
    get('/health', { origin: 'https://evil.test' }),
    {
      method: 'OPTIONS',
      path: '/mcp',
      headers: { origin: 'https://console.example.com', 'access-control-request-method': 'POST' },
      body: undefined,
    },
  ];
}

/** Opens a socket that sends one byte and then another, and never comes to an end. */
function slowSocket(inBody: boolean): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(platform.port, '127.0.0.1', () => {
      const head = inBody
        ? `POST /mcp HTTP/1.1\r\n${HOST}\r\n${auth()}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`
        : `GET /health HTTP/1.1\r\n${HOST}\r\nx-a: `;
      socket.write(head, () => resolve(socket));
    });
    socket.on('error', () => {});
  });
}

/** Sends bytes and resets the connection. */
function breakOff(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(platform.port, '127.0.0.1', () => socket.write(bytes, () => socket.resetAndDestroy()));
    socket.on('error', () => {}).on('close', () => resolve());
  });
}
