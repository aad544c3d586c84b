import { readFileSync } from 'node:fs';
import { isIP, type LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { openConnectWatch } from '../../test/support/connect-watch.ts';
import { sharedData } from '../../test/support/shared-data.ts';
import { openTcpServer } from '../../test/support/tls-server.ts';
import { WireError } from '../kernel/wire.ts';
import { openOutbound } from './client.ts';
import {
  AddressRefusal,
  emulatorConnector,
  guardedLookup,
  isPlainHost,
  parseTarget,
  publicConnector,
} from './guard.ts';

const corpus = sharedData('corpora', 'ssrf', 'patt-ip-py-generated-urls.txt');
const PUBLIC = '23.227.38.74';

/** A DNS that the test owns: answers from a queue, repeats the last, and remembers what it was asked. */
function dns(...answers: string[][]): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    callback(
      null,
      answer.map((address) => ({ address, family: isIP(address) })),
    );
  };
  return { lookup, asked };
}

function resolved(lookup: LookupFunction, options: { all?: boolean; family?: number } = { all: true }) {
  return new Promise((resolve, reject) => {
    guardedLookup(lookup)('shop.example.com', options, (error, address) => (error ? reject(error) : resolve(address)));
  });
}

async function outcome(sent: Promise<unknown>): Promise<unknown> {
  return sent.then(
    () => 'reply',
    (error: unknown) => (error instanceof WireError ? `${error.fault}, sent: ${error.sent}` : error),
  );
}

const get = (url: string) => ({ method: 'GET', url, headers: {} }) as const;

describe.skipIf(!corpus)('the corpus of SSRF URLs (skipped where it does not lie beside the checkout)', () => {
  const urls = () =>
    readFileSync(corpus as string, 'utf8')
      .split('\n')
      .filter(Boolean);
  const hosts = ['allowed.example.com'];

  it('leads to no connection and no question to DNS as it is', async () => {
    using watch = openConnectWatch();
    const { lookup, asked } = dns(['127.0.0.1']);
    await using outbound = openOutbound({ userAgent: 'test', lookup });
    const wire = outbound.wireFor({ hosts });

    const outcomes = await Promise.all(urls().map((url) => outcome(wire(get(url)))));

    expect(outcomes).toHaveLength(1459);
    expect(new Set(outcomes)).toEqual(new Set(['refused_address, sent: no']));
    expect([asked, watch.begun()]).toEqual([[], []]);
  });

  it('leads to no connection as https without a port, where only the host and the address stand in the way', async () => {
    using watch = openConnectWatch();
    const { lookup, asked } = dns(['127.0.0.1']);
    await using outbound = openOutbound({ userAgent: 'test', lookup });
    const wire = outbound.wireFor({ hosts });
    const https = urls().map((url) => url.replace(/^http:/, 'https:').replace(/:80(?!\d)/g, ''));

    const outcomes = await Promise.all(https.map((url) => outcome(wire(get(url)))));

    expect(new Set(outcomes)).toEqual(new Set(['refused_address, sent: no']));
    expect(asked.filter((host) => host !== 'allowed.example.com')).toEqual([]);
    expect(watch.begun()).toEqual([]);
  });

  it('leads to no connection when its own hosts are on the allow-list and DNS says what an attacker wants', async () => {
    using watch = openConnectWatch();
    const { lookup } = dns(['127.0.0.1']);
    await using outbound = openOutbound({ userAgent: 'test', lookup });
    const own = [...new Set(urls().flatMap((url) => URL.parse(url)?.hostname ?? []))];
    const wire = outbound.wireFor({ hosts: own });

    const outcomes = await Promise.all(own.map((host) => outcome(wire(get(`https://${host}/`)))));

    expect(own.length).toBeGreaterThan(10);
    expect(new Set(outcomes)).toEqual(new Set(['refused_address, sent: no']));
    expect(watch.begun()).toEqual([]);
  });
});

describe('parseTarget', () => {
  const hosts = new Set(['shop.example.com']);

  it('takes an https URL of a listed host', () => {
    expect(parseTarget("https://shop.example.com/admin/x.json?q=it's#", hosts).pathname).toBe('/admin/x.json');
    expect(parseTarget('https://shop.example.com/a%2Fb/%2e%2e%2fc', hosts).pathname).toBe('/a%2Fb/%2e%2e%2fc');
  });

  it.each([
    ['another scheme', 'http://shop.example.com/'],
    ['no http at all', 'file:///etc/passwd'],
    ['no http at all', 'gopher://shop.example.com/'],
    ['no URL', 'shop.example.com/'],
    ['another host', 'https://evil.example.com/'],
    ['a host below', 'https://a.shop.example.com/'],
    ['a host above', 'https://example.com/'],
    ['a final dot', 'https://shop.example.com./'],
    ['another port', 'https://shop.example.com:22/'],
    ['a user', 'https://shop.example.com@evil.example.com/'],
    ['a user before the host', 'https://user@shop.example.com/'],
    ['a password', 'https://user:secret@shop.example.com/'],
    ['another spelling', 'https://SHOP.example.com/'],
    ['a wide spelling', 'https://ｓhop.example.com/'],
    ['a backslash', 'https://shop.example.com\\@evil.example.com/'],
    ['a tab', 'https://shop.exa\tmple.com/'],
    ['a line break', 'https://shop.example.com/a\r\nx: y'],
    ['a way up', 'https://shop.example.com/admin/../secret'],
    ['an encoded way up', 'https://shop.example.com/admin/%2e%2e/secret'],
    ['a named default port', 'https://shop.example.com:443/'],
    ['an IPv4 literal', 'https://127.0.0.1/'],
    ['an IPv4 literal as a number', 'https://2130706433/'],
    ['an IPv6 literal', 'https://[::1]/'],
  ])('refuses %s', (_what, url) => {
    expect(() => parseTarget(url, hosts)).toThrow(expect.objectContaining({ fault: 'refused_address', sent: 'no' }));
  });

  it('tells nobody which host was asked for', () => {
    expect(() => parseTarget('https://10.1.2.3/secret', hosts)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/10\.1\.2\.3|secret/) }),
    );
  });
});

it.each([
  ['shop.example.com', true],
  ['xn--bcher-kva.example', true],
  ['127.0.0.1', false],
  ['0x7f.1', false],
  ['2130706433', false],
  ['[::1]', false],
  ['::1', false],
  ['shop.example.com:443', false],
  ['Shop.example.com', false],
  ['user@shop.example.com', false],
  ['shop.example.com/x', false],
  ['bücher.example', false],
  ['', false],
])('an allow-list entry %s opens a host: %s', (host, plain) => {
  expect(isPlainHost(host)).toBe(plain);
});

describe('guardedLookup', () => {
  it('gives the addresses that it checked', async () => {
    const { lookup, asked } = dns([PUBLIC, '2620:127:f00f:e::']);

    expect(await resolved(lookup)).toEqual([
      { address: PUBLIC, family: 4 },
      { address: '2620:127:f00f:e::', family: 6 },
    ]);
    expect(await resolved(lookup, { all: false })).toBe(PUBLIC);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['a private one after a public one', [PUBLIC, '127.0.0.1']],
    ['a private AAAA beside a public A', [PUBLIC, 'fd00:ec2::254']],
    ['a private A beside a public AAAA', ['10.0.0.1', '2620:127:f00f:e::']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['none at all', []],
  ])('refuses an answer that holds %s', async (_what, answer) => {
    await expect(resolved(dns(answer).lookup)).rejects.toThrow(AddressRefusal);
    await expect(resolved(dns(answer).lookup, { all: false })).rejects.toThrow(AddressRefusal);
  });

  it('asks for both families even when one is wanted, so that no private record hides', async () => {
    const asked: unknown[] = [];
    const lookup: LookupFunction = (_hostname, options, callback) => {
      asked.push(options);
      callback(null, [{ address: PUBLIC, family: 4 }]);
    };

    await resolved(lookup, { all: true, family: 4 });

    expect(asked).toEqual([expect.objectContaining({ all: true, family: 0, hints: 0 })]);
  });

  it('checks the single answer of a resolver that knows only one', async () => {
    const one: LookupFunction = (_hostname, _options, callback) => callback(null, '169.254.169.254', 4);

    await expect(resolved(one)).rejects.toThrow(AddressRefusal);
  });
});

describe('a name that turns private', () => {
  it('is refused at every connection, whatever it was before', async () => {
    using watch = openConnectWatch();
    const { lookup, asked } = dns(['127.0.0.1'], ['::1'], [PUBLIC, '169.254.169.254'], ['64:ff9b::a9fe:a9fe']);
    await using outbound = openOutbound({ userAgent: 'test', lookup });
    const wire = outbound.wireFor({ hosts: ['shop.example.com'] });

    const outcomes: unknown[] = [];
    for (let i = 0; i < 4; i += 1) outcomes.push(await outcome(wire(get('https://shop.example.com/'))));

    expect(new Set(outcomes)).toEqual(new Set(['refused_address, sent: no']));
    expect(asked).toHaveLength(4);
    expect(watch.begun()).toEqual([]);
  });
});

describe('a connector', () => {
  const options = { connectTimeoutMs: 1_000, lookup: dns(['127.0.0.1']).lookup };
  const tried = (connect: ReturnType<typeof publicConnector>, hostname: string, port: string) =>
    new Promise((resolve) => {
      connect({ hostname, port, protocol: 'https:', host: hostname }, (...[error]) => resolve(error));
    });

  it.each(['127.0.0.1', '::1', '8.8.8.8', '2620:127:f00f:e::', '169.254.169.254'])(
    'for names connects to no IP literal: %s',
    async (literal) => {
      using watch = openConnectWatch();

      expect(await tried(publicConnector(options), literal, '')).toBeInstanceOf(AddressRefusal);
      expect(watch.begun()).toEqual([]);
    },
  );

  it.each(['22', '80', '6379', '8443'])('for names connects to no port but 443: %s', async (port) => {
    using watch = openConnectWatch();

    expect(await tried(publicConnector(options), 'shop.example.com', port)).toBeInstanceOf(AddressRefusal);
    expect(watch.begun()).toEqual([]);
  });

  it('for names takes 443 for what it is, said or not', async () => {
    for (const port of ['', '443']) {
      const names = dns(['127.0.0.1']);
      await tried(publicConnector({ connectTimeoutMs: 1_000, lookup: names.lookup }), 'shop.example.com', port);

      expect(names.asked).toEqual(['shop.example.com']);
    }
  });

  it('for an emulator connects to its address and port, and to no other', async () => {
    await using canary = await openTcpServer((socket) => socket.destroy());
    await using emulator = await openTcpServer((socket) => socket.destroy());
    const connect = emulatorConnector({ origin: emulator.origin, ca: createCertificateAuthority().caPem }, 1_000);

    expect(await tried(connect, '127.0.0.1', String(canary.port))).toBeInstanceOf(AddressRefusal);
    expect(await tried(connect, 'localhost', String(emulator.port))).toBeInstanceOf(AddressRefusal);
    expect(await tried(connect, '127.0.0.2', String(emulator.port))).toBeInstanceOf(AddressRefusal);
    expect(await tried(connect, '127.0.0.1', String(emulator.port))).not.toBeInstanceOf(AddressRefusal);
    expect([canary.accepted(), emulator.accepted()]).toEqual([0, 1]);
  });

  it.each([
    'http://127.0.0.1:8443',
    'https://127.0.0.1',
    'https://localhost:8443',
    'https://127.0.0.1:8443/x',
    'https://u@127.0.0.1:8443',
    '',
  ])('for an emulator is not made from %s', (origin) => {
    expect(() => emulatorConnector({ origin, ca: '' }, 1_000)).toThrow(TypeError);
  });
});
