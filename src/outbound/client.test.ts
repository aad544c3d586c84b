import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { openConnectWatch } from '../../test/support/connect-watch.ts';
import { get, openEmulatedWire, outcomeOf, post, VENDOR_HOST } from '../../test/support/emulated-wire.ts';
import { type Handler, openHttpsServer, openTcpServer, openTlsServer } from '../../test/support/tls-server.ts';
import { openOutbound } from './client.ts';

const authority = createCertificateAuthority();
const { caPem: ca } = authority;
const certificate = authority.issue(['127.0.0.1']);

const http1 = (handler: Handler) => openHttpsServer(certificate, handler);
const http2 = (handler: Handler) => openHttpsServer({ ...certificate, http2: true }, handler);
const both = [
  ['HTTP/1.1', http1],
  ['HTTP/2', http2],
] as const;

const echo: Handler = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, httpVersion, headers } = request;
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(JSON.stringify({ method, url, httpVersion, headers, body: Buffer.concat(chunks).toString() }));
  });
};

describe.each(both)('over %s', (version, open) => {
  it('carries a request to the emulator under the name of the vendor, and brings the reply back', async () => {
    await using server = await open(echo);
    await using client = openEmulatedWire(server, ca);

    const reply = await client.wire(post('{"é":1}', '/admin/x.json?page=2'));

    const seen = JSON.parse(reply.body);
    expect(reply).toMatchObject({ status: 200, headers: { 'set-cookie': 'a=1, b=2' } });
    expect(seen).toMatchObject({ method: 'POST', url: '/admin/x.json?page=2', body: '{"é":1}' });
    expect(seen.httpVersion).toBe(version === 'HTTP/2' ? '2.0' : '1.1');
    expect(seen.headers[':authority'] ?? seen.headers.host).toBe(VENDOR_HOST);
    expect(seen.headers).toMatchObject({ 'user-agent': 'test/1', 'accept-encoding': 'gzip, deflate, br' });
  });

  it('leaves a file undecoded when bytes are asked for, and a refusal readable', async () => {
    const file = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]);
    await using server = await open((request, response) => {
      response.writeHead(request.url === '/file' ? 200 : 404).end(request.url === '/file' ? file : 'no such file');
    });
    await using client = openEmulatedWire(server, ca);

    const [found, missing] = [
      await client.wire({ ...get('/file'), reading: 'bytes' }),
      await client.wire({ ...get('/none'), reading: 'bytes' }),
    ];

    expect(found).toMatchObject({ status: 200, body: '' });
    expect(Buffer.from(found.bytes ?? [])).toEqual(file);
    expect(missing).toMatchObject({ status: 404, body: 'no such file' });
    expect(missing.bytes).toBeUndefined();
  });

  it('uses one socket for one request after the other', async () => {
    await using server = await open(echo);
    await using client = openEmulatedWire(server, ca);

    for (let i = 0; i < 10; i += 1) {
      await client.wire(get());
      await nextTurn();
    }

    expect(server.accepted()).toBe(1);
    expect(client.outbound.stats()).toEqual({ hosts: 1, sockets: 1, running: 0, queued: 0 });
  });

  it.each([301, 302, 303, 307, 308])('returns a redirect and does not follow it: %i', async (status) => {
    await using canary = await openTcpServer((socket) => socket.destroy());
    await using server = await open((_request, response) => {
      response.writeHead(status, { location: canary.origin }).end();
    });
    await using client = openEmulatedWire(server, ca);

    const reply = await client.wire(get());

    expect(reply).toMatchObject({ status, headers: { location: canary.origin } });
    expect(canary.accepted()).toBe(0);
  });

  it('says unknown when the connection breaks after the request, and sends it once', async () => {
    let received = 0;
    await using server = await open((request) => {
      received += 1;
      request.socket.destroy();
    });
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(post('{}')))).toBe('reset, sent: unknown');
    expect(await outcomeOf(client.wire(get()))).toBe('reset, sent: unknown');
    expect(received).toBe(2);
  });

  it('says unknown when the connection breaks in the middle of the body', async () => {
    await using server = await open((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => request.socket.destroy());
    });
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(get()))).toBe('reset, sent: unknown');
  });

  it('an abort in the middle of the body ends the exchange and leaves no listener', async () => {
    await using server = await open((_request, response) => {
      response.writeHead(200).write('half');
    });
    await using client = openEmulatedWire(server, ca);
    const leaving = new AbortController();

    const exchange = outcomeOf(client.wire(get(), leaving.signal));
    await expect.poll(() => client.outbound.stats().running).toBe(1);
    expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(1);
    leaving.abort();

    expect(await exchange).toBe('aborted, sent: unknown');
    expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
    await expect.poll(() => client.outbound.stats().running).toBe(0);
  });

  it('a reply, a failure and a refusal leave no listener on the signal', async () => {
    await using server = await open((request, response) => {
      if (request.url === '/reset') request.socket.destroy();
      else response.end('ok');
    });
    await using client = openEmulatedWire(server, ca);
    const { signal } = new AbortController();

    const outcomes = [
      await outcomeOf(client.wire(get('/'), signal)),
      await outcomeOf(client.wire(get('/reset'), signal)),
      await outcomeOf(client.wire(get('/', { 'x-a': 'a\r\nx-b: b' }), signal)),
    ];

    expect(outcomes).toEqual(['200', 'reset, sent: unknown', 'malformed, sent: no']);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('refuses headers that HTTP cannot carry or that belong to the client, before anything is sent', async () => {
    let received = 0;
    await using server = await open((_request, response) => {
      received += 1;
      response.end();
    });
    await using client = openEmulatedWire(server, ca);
    const bad: Record<string, string>[] = [
      { 'x-a': 'a\r\nx-b: b' },
      { 'x-a': 'a\0' },
      { 'x-a': 'snow ☃' },
      { 'x a': 'a' },
      { ':path': '/other' },
      { 'X-A': 'a' },
      { host: 'evil.example.com' },
      { 'content-length': '0' },
      { 'transfer-encoding': 'chunked' },
      { connection: 'upgrade' },
    ];
    const badBody = { ...post('{}'), body: 7 as unknown as string };

    const outcomes = await Promise.all(bad.map((headers) => outcomeOf(client.wire(get('/', headers)))));
    outcomes.push(await outcomeOf(client.wire(badBody)));

    expect(new Set(outcomes)).toEqual(new Set(['malformed, sent: no']));
    expect(received).toBe(0);
    expect(await outcomeOf(client.wire(get()))).toBe('200');
    expect(received).toBe(1);
  });

  it('sends nothing for a caller who has left before', async () => {
    await using server = await open(echo);
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(get(), AbortSignal.abort()))).toBe('aborted, sent: no');
    expect(server.accepted()).toBe(0);
  });
});

it('HTTP/2 carries many requests over one socket', async () => {
  let running = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  await using server = await http2((_request, response) => {
    running += 1;
    most = Math.max(most, running);
    waiting.push(() => response.end());
    if (waiting.length === 50) for (const answer of waiting) answer();
  });
  await using client = openEmulatedWire(server, ca);

  await Promise.all(Array.from({ length: 50 }, () => client.wire(get())));

  expect([server.accepted(), most]).toEqual([1, 50]);
});

describe('the pool', () => {
  it('opens as many sockets as it may, and the rest wait', async () => {
    const held: (() => void)[] = [];
    await using server = await http1((_request, response) => void held.push(() => response.end('ok')));
    await using client = openEmulatedWire(server, ca, { connections: 3 });

    const exchanges = Array.from({ length: 8 }, () => outcomeOf(client.wire(get())));
    await expect.poll(() => held.length).toBe(3);
    expect(client.outbound.stats()).toEqual({ hosts: 1, sockets: 3, running: 3, queued: 5 });
    const answering = setInterval(() => held.shift()?.(), 1);
    const outcomes = await Promise.all(exchanges);
    clearInterval(answering);

    expect(new Set(outcomes)).toEqual(new Set(['200']));
    expect(server.accepted()).toBe(3);
  });

  it('a request that waited too long, or whose caller left, was not sent and costs no socket', async () => {
    const held: (() => void)[] = [];
    await using server = await http1((_request, response) => void held.push(() => response.end('ok')));
    await using client = openEmulatedWire(server, ca, { connections: 1 });
    const leaving = new AbortController();

    const first = outcomeOf(client.wire(get()));
    await expect.poll(() => held.length).toBe(1);
    const abandoned = Array.from({ length: 5 }, () => outcomeOf(client.wire(post('{}'), leaving.signal)));
    const last = outcomeOf(client.wire(get()));
    leaving.abort();
    expect(new Set(await Promise.all(abandoned))).toEqual(new Set(['aborted, sent: no']));
    held.shift()?.();
    await expect.poll(() => held.length).toBe(1);
    held.shift()?.();

    expect([await first, await last]).toEqual(['200', '200']);
    expect(server.accepted()).toBe(1);
  });

  it('a caller who leaves during the handshake leaves the socket to the next', async () => {
    await using server = await http1(echo);
    await using client = openEmulatedWire(server, ca, { connections: 1 });
    const leaving = new AbortController();

    const first = outcomeOf(client.wire(post('{}'), leaving.signal));
    const second = outcomeOf(client.wire(get()));
    leaving.abort();

    expect([await first, await second]).toEqual(['aborted, sent: no', '200']);
    expect(server.accepted()).toBe(1);
  });

  it('is used up by hanging replies only until their limit, and no socket stays', async () => {
    await using server = await http1(() => {});
    await using client = openEmulatedWire(server, ca, { connections: 5, totalTimeoutMs: 400 });

    const outcomes = await Promise.all(Array.from({ length: 12 }, () => outcomeOf(client.wire(post('{}')))));

    expect(outcomes.filter((outcome) => outcome === 'timeout, sent: unknown')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'timeout, sent: no')).toHaveLength(7);
    await expect.poll(() => server.open()).toBe(0);
    expect(client.outbound.stats()).toMatchObject({ running: 0, queued: 0 });
  });

  it('is shared by the wires of one host, and not by an emulator of that host', async () => {
    await using server = await http1(echo);
    await using other = await http1(echo);
    await using outbound = openOutbound({ userAgent: 'test/1' });
    const target = (origin: string) => ({ hosts: [VENDOR_HOST], emulator: { origin, ca } });

    await outbound.wireFor(target(server.origin))(get());
    await nextTurn();
    await outbound.wireFor(target(server.origin))(get());
    await outbound.wireFor(target(other.origin))(get());

    expect([server.accepted(), other.accepted()]).toEqual([1, 1]);
    expect(outbound.stats().hosts).toBe(2);
  });

  it('closes a socket that was idle for the keep-alive time, though the server would keep it longer', async () => {
    await using server = await http1((_request, response) => {
      response.setHeader('keep-alive', 'timeout=600');
      response.end('ok');
    });
    await using client = openEmulatedWire(server, ca, { keepAliveMs: 50 });

    await client.wire(get());

    await expect.poll(() => server.open(), { timeout: 3_000 }).toBe(0);
  });

  it('ends what still runs when it is disposed of, and takes nothing more', async () => {
    await using server = await http1(() => {});
    const client = openEmulatedWire(server, ca);
    const running = outcomeOf(client.wire(get()));
    await expect.poll(() => client.outbound.stats().running).toBe(1);

    await client[Symbol.asyncDispose]();

    expect(await running).toBe('aborted, sent: unknown');
    expect(await outcomeOf(client.wire(get()))).toBe('aborted, sent: no');
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('a connection that cannot be made was not sent over', () => {
  it('nobody listens', async () => {
    const gone = await openTcpServer();
    await gone[Symbol.asyncDispose]();
    await using client = openEmulatedWire(gone, ca);

    expect(await outcomeOf(client.wire(post('{}')))).toBe('connect, sent: no');
  });

  it('the name is not known', async () => {
    await using outbound = openOutbound({
      userAgent: 'test/1',
      lookup: (_hostname, _options, callback) => callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
    });

    expect(await outcomeOf(outbound.wireFor({ hosts: [VENDOR_HOST] })(post('{}')))).toBe('connect, sent: no');
  });

  it('the handshake is broken off', async () => {
    await using server = await openTcpServer((socket) => socket.once('data', () => socket.destroy()));
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(post('{}')))).toBe('connect, sent: no');
  });

  it('the handshake is never answered', async () => {
    await using server = await openTcpServer();
    await using client = openEmulatedWire(server, ca, { connectTimeoutMs: 100 });

    expect(await outcomeOf(client.wire(post('{}')))).toBe('connect, sent: no');
  });
});

it('a kept socket that the server closes under a request counts as unknown', async () => {
  await using server = await openTlsServer(certificate, (socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      socket.once('data', () => socket.destroy());
    });
  });
  await using client = openEmulatedWire(server, ca);

  expect(await outcomeOf(client.wire(post('{}')))).toBe('200');
  await nextTurn();
  expect(await outcomeOf(client.wire(post('{}')))).toBe('reset, sent: unknown');
  expect(server.accepted()).toBe(1);
});

it('a connection without that emulator does not reach it', async () => {
  using watch = openConnectWatch();
  await using server = await http1(echo);
  await using outbound = openOutbound({
    userAgent: 'test/1',
    lookup: (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  outbound.wireFor({ hosts: [VENDOR_HOST], emulator: { origin: server.origin, ca } });
  const live = outbound.wireFor({ hosts: [VENDOR_HOST, '127.0.0.1', `127.0.0.1:${server.port}`] });

  expect(await outcomeOf(live(get()))).toBe('refused_address, sent: no');
  expect(await outcomeOf(live({ ...get(), url: `${server.origin}/` }))).toBe('refused_address, sent: no');
  expect(watch.begun()).toEqual([]);
});
