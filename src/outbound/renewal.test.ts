import { constants, type ServerHttp2Stream } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { get, openEmulatedWire, outcomeOf, post } from '../../test/support/emulated-wire.ts';
import { openFaultProxy } from '../../test/support/fault-proxy.ts';
import { openHttpsServer } from '../../test/support/tls-server.ts';

const authority = createCertificateAuthority();

describe('a server that wants no more of an HTTP/2 connection', () => {
  it('is reached over a new one, and what ran on the old one is finished', async () => {
    const tired = new WeakSet<object>();
    const slow: (() => void)[] = [];
    await using server = await openHttpsServer(
      { ...authority.issue(['127.0.0.1']), http2: true },
      (request, response) => {
        const { stream } = request as unknown as { stream: ServerHttp2Stream };
        const session = stream.session as object;
        if (request.url === '/slow') slow.push(() => response.end('late'));
        else if (request.url === '/tire') {
          tired.add(session);
          stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
        } else if (tired.has(session)) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
        else response.end('ok');
      },
    );
    await using client = openEmulatedWire(server, authority.caPem);

    expect(await outcomeOf(client.wire(get()))).toBe('200');
    const late = client.wire(get('/slow'));
    await expect.poll(() => slow.length).toBe(1);
    expect(await outcomeOf(client.wire(get('/tire')))).toBe('reset, sent: unknown');
    const after = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(client.wire(get()))));
    for (const finish of slow) finish();

    expect(after).toEqual(Array(10).fill('200'));
    expect((await late).body).toBe('late');
    expect(server.accepted()).toBeGreaterThan(1);
  });
});

describe('an HTTP/2 connection that broke under TLS', () => {
  it.each([
    ['read', get()],
    ['write, of which nothing had left', post('{}')],
  ])('is replaced at once, and the next %s goes over the new one', async (_what, request) => {
    await using server = await openHttpsServer({ ...authority.issue(['127.0.0.1']), http2: true }, (_, response) =>
      response.end('ok'),
    );
    await using proxy = await openFaultProxy(server.origin);
    await using client = openEmulatedWire(proxy, authority.caPem, { totalTimeoutMs: 200 });
    expect(await outcomeOf(client.wire(get()))).toBe('200');
    // What is swallowed is missing from the stream of TLS records: the next one cannot be read.
    await proxy.suffer({ silent: true });
    expect(await outcomeOf(client.wire(get()))).toBe('timeout, sent: unknown');
    await proxy.suffer();
    expect(await outcomeOf(client.wire(get()))).toBe('reset, sent: unknown');

    expect(await outcomeOf(client.wire(request))).toBe('200');
    expect(await outcomeOf(client.wire(request))).toBe('200');
    expect(proxy.accepted()).toBe(2);
  });
});

describe('an HTTP/2 connection that died without a word', () => {
  it('is replaced once nothing has come back for long, though every caller leaves before undici doubts it', async () => {
    await using server = await openHttpsServer({ ...authority.issue(['127.0.0.1']), http2: true }, (_, response) =>
      response.end('ok'),
    );
    await using proxy = await openFaultProxy(server.origin);
    await using client = openEmulatedWire(proxy, authority.caPem, { silenceMs: 100 });
    const patience = () => outcomeOf(client.wire(get(), AbortSignal.timeout(60)));
    expect(await outcomeOf(client.wire(get()))).toBe('200');
    await proxy.suffer({ silent: true });
    const deaf = proxy.accepted();
    for (let n = 0; n < 2; n += 1) expect(await patience()).toBe('aborted, sent: unknown');
    // The old connection stays swallowed whatever the proxy does now: what is missing from it never comes.

    await proxy.suffer();
    expect(await outcomeOf(client.wire(get()))).toBe('200');

    expect(proxy.accepted()).toBe(deaf + 1);
  });

  it('is not replaced for callers in a hurry while replies come', async () => {
    let slow = false;
    await using server = await openHttpsServer({ ...authority.issue(['127.0.0.1']), http2: true }, (_, response) => {
      if (!slow) response.end('ok');
    });
    await using client = openEmulatedWire(server, authority.caPem, { silenceMs: 60_000 });

    for (let n = 0; n < 10; n += 1) {
      slow = n % 2 === 1;
      await outcomeOf(client.wire(get(), AbortSignal.timeout(20)));
    }
    slow = false;
    expect(await outcomeOf(client.wire(get()))).toBe('200');

    expect(server.accepted()).toBe(1);
  });
});
