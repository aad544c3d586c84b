import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { get, openEmulatedWire, outcomeOf } from '../../test/support/emulated-wire.ts';
import { type Handler, openHttpsServer, openTlsServer } from '../../test/support/tls-server.ts';

const authority = createCertificateAuthority();
const { caPem: ca } = authority;
const certificate = authority.issue(['127.0.0.1']);
const MIB = 1024 * 1024;

const versions = [
  ['HTTP/1.1', (handler: Handler) => openHttpsServer(certificate, handler)],
  ['HTTP/2', (handler: Handler) => openHttpsServer({ ...certificate, http2: true }, handler)],
] as const;

/** Writes pieces for as long as somebody takes them, and says how much that was. */
function endless(piece: Buffer, headers: Record<string, string> = {}): { handler: Handler; written(): number } {
  let written = 0;
  const handler: Handler = (_request, response) => {
    response.writeHead(200, headers);
    const more = () => {
      while (!response.destroyed && response.write(piece)) written += piece.length;
      written += piece.length;
    };
    response.on('drain', more);
    more();
  };
  return { handler, written: () => written };
}

describe.each(versions)('over %s', (_version, open) => {
  it('a body that does not end is cut at the limit', async () => {
    const { handler, written } = endless(Buffer.alloc(64 * 1024, ' '));
    await using server = await open(handler);
    await using client = openEmulatedWire(server, ca, { maxBodyBytes: 4 * MIB });

    expect(await outcomeOf(client.wire(get()))).toBe('too_large, sent: unknown');
    expect(written()).toBeLessThan(8 * MIB);
  });

  it('a body that announces more than the limit is not waited for', async () => {
    await using server = await open((_request, response) => {
      response.writeHead(200, { 'content-length': String(MIB + 1) });
      response.write('begin');
    });
    await using client = openEmulatedWire(server, ca, { maxBodyBytes: MIB });

    expect(await outcomeOf(client.wire(get()))).toBe('too_large, sent: unknown');
  });

  it('a body of exactly the limit is taken', async () => {
    await using server = await open((_request, response) => void response.end(Buffer.alloc(MIB, ' ')));
    await using client = openEmulatedWire(server, ca, { maxBodyBytes: MIB });

    expect((await client.wire(get())).body).toHaveLength(MIB);
  });

  it('a gzip bomb in one small reply is cut', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * MIB), { level: 9 });
    await using server = await open((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    await using client = openEmulatedWire(server, ca);

    expect(bomb.length).toBeLessThan(16 * 1024);
    expect(await outcomeOf(client.wire(get()))).toBe('too_large, sent: unknown');
  });

  it('an endless gzip bomb is cut early, by what it decodes to', async () => {
    // Members of gzip may follow one another (RFC 1952 §2.2), so a bomb is endless.
    const { handler, written } = endless(gzipSync(Buffer.alloc(8 * MIB), { level: 9 }), { 'content-encoding': 'gzip' });
    await using server = await open(handler);
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(get()))).toBe('too_large, sent: unknown');
    expect(written()).toBeLessThan(4 * MIB);
  });

  it('a body of one byte at a time is cut by the total time', async () => {
    const timers = new Set<NodeJS.Timeout>();
    await using server = await open((_request, response) => {
      response.writeHead(200);
      timers.add(setInterval(() => response.write(' '), 20));
    });
    await using client = openEmulatedWire(server, ca, { totalTimeoutMs: 400, bodyTimeoutMs: 300 });

    expect(await outcomeOf(client.wire(get()))).toBe('timeout, sent: unknown');
    for (const timer of timers) clearInterval(timer);
  });

  it('a vendor that never answers, or stops in the middle, is given up', async () => {
    await using server = await open((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('half');
    });
    await using client = openEmulatedWire(server, ca, { headersTimeoutMs: 150, bodyTimeoutMs: 150 });

    const outcomes = await Promise.all(['/', '/half'].map((path) => outcomeOf(client.wire(get(path)))));

    expect(outcomes).toEqual(['timeout, sent: unknown', 'timeout, sent: unknown']);
  });

  it('a body that is not UTF-8 is malformed', async () => {
    await using server = await open((_request, response) => void response.end(Buffer.from([0x7b, 0xff, 0x7d])));
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(get()))).toBe('malformed, sent: unknown');
  });

  it('headers of a megabyte are refused', async () => {
    await using server = await open((_request, response) => {
      const large = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`x-${i}`, 'a'.repeat(16 * 1024)]));
      response.writeHead(200, large).end('ok');
    });
    await using client = openEmulatedWire(server, ca);

    expect(await outcomeOf(client.wire(get()))).not.toBe('200');
  });
});

/** Answers every request with the same bytes, then closes. */
const raw = (bytes: string) =>
  openTlsServer(certificate, (socket) => socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1'))));

it.each([
  ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', 'malformed, sent: unknown'],
  [
    'two different lengths',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok!',
    'reset, sent: unknown',
  ],
  [
    'a length and chunks',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    'reset, sent: unknown',
  ],
  ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'malformed, sent: unknown'],
  [
    'less than it announced',
    'HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\nok',
    'reset, sent: unknown',
  ],
  ['nothing', '', 'reset, sent: unknown'],
  ['large headers', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(40 * 1024)}\r\n\r\n`, 'too_large, sent: unknown'],
  [
    'an early hint, then a reply',
    'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
    '204',
  ],
])('a server that sends %s', async (_what, bytes, outcome) => {
  await using server = await raw(bytes);
  await using client = openEmulatedWire(server, ca);

  expect(await outcomeOf(client.wire(get()))).toBe(outcome);
});

it('a failed exchange shows no address, no path and no host', async () => {
  await using server = await raw('nonsense\r\n\r\n');
  await using client = openEmulatedWire(server, ca);

  const error = await client.wire(get('/private/path?x=1')).catch((thrown: Error) => thrown);

  expect(String(error)).not.toMatch(/127\.0\.0\.1|private|acme|:\d{2,5}/);
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/nonsense/);
});
