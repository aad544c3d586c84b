import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { get, openEmulatedWire } from '../../test/support/emulated-wire.ts';
import { openHttpsServer } from '../../test/support/tls-server.ts';
import { createStoppedClock } from '../../test/support/token-vendor.ts';
import type { Authentication } from '../kernel/authentication.ts';
import { type Wire, WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { signed } from './signer.ts';

const ORIGIN = 'https://api.acme.example';
const SECRET = 'hush/key+with &#?=%';
const ENCODED = 'hush%2Fkey%2Bwith%20%26%23%3F%3D%25';
const authentication: Authentication = { kind: 'query', parameter: 'apikey', secret: 'KEY' };

function connect(answer: (request: WireRequest) => WireReply | Error, secret: string | undefined = SECRET) {
  const seen: WireRequest[] = [];
  const wire: Wire = async (request) => {
    seen.push(request);
    const outcome = answer(request);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const call = signed(wire, authentication, () => secret, { clock: createStoppedClock(), origins: [ORIGIN] });
  return { seen, call: (path: string, origin = ORIGIN) => call({ method: 'GET', url: origin + path, headers: {} }) };
}

const ok = (): WireReply => ({ status: 200, headers: {}, body: '{}' });

describe('a secret in the query', () => {
  it.each([
    ['/json/GetSites', `/json/GetSites?apikey=${ENCODED}`],
    ['/json/GetSites?site=a%26b', `/json/GetSites?site=a%26b&apikey=${ENCODED}`],
    ['/json/GetSites?', `/json/GetSites?&apikey=${ENCODED}`],
    ['/json/GetSites#part', `/json/GetSites?apikey=${ENCODED}`],
  ])('is put behind %s', async (path, sent) => {
    const { call, seen } = connect(ok);

    await call(path);

    expect(seen.map(({ url }) => url)).toEqual([ORIGIN + sent]);
    expect(new URL(seen[0]?.url ?? '').searchParams.getAll('apikey')).toEqual([SECRET]);
  });

  it('is shown to no other origin', async () => {
    const { call, seen } = connect(ok);

    await call('/x', 'https://api.acme.example.evil.example');

    expect(seen[0]?.url).toBe('https://api.acme.example.evil.example/x');
  });

  it('that is missing stops the request', async () => {
    const { call, seen } = connect(ok, '');

    await expect(call('/x')).rejects.toMatchObject({ reason: 'secret_missing' });
    expect(seen).toEqual([]);
  });

  it.each([
    ['as it is', SECRET],
    ['as JSON writes it', JSON.stringify({ SECRET }).slice(11, -2)],
    ['as some JSON writes it', SECRET.replaceAll('/', '\\/')],
    ['as the URL has it', ENCODED],
  ])('is taken out of a reply that repeats it %s', async (_how, form) => {
    const { call } = connect(() => ({ status: 200, headers: { location: `/next?apikey=${form}` }, body: `<${form}>` }));

    const reply = await call('/x');

    expect(reply.headers.location).toBe('/next?apikey=[secret removed]');
    expect(reply.body).toBe('<[secret removed]>');
  });

  it('is taken out of a file, whose other bytes stay', async () => {
    const bytes = Buffer.concat([Buffer.from([0x00, 0xff, 0xc3]), Buffer.from(SECRET), Buffer.from([0xfe])]);
    const { call } = connect(() => ({ status: 200, headers: {}, body: '', bytes }));

    const reply = await call('/x');

    expect(Buffer.from(reply.bytes ?? [])).toEqual(
      Buffer.concat([Buffer.from([0x00, 0xff, 0xc3]), Buffer.from('[secret removed]'), Buffer.from([0xfe])]),
    );
  });

  it('leaves a reply without it untouched: the very same object', async () => {
    const reply = { status: 200, headers: { a: 'b' }, body: 'hush', bytes: Buffer.from('hush') };

    expect(await connect(() => reply).call('/x')).toBe(reply);
  });

  it('is in nothing that the real client throws', async () => {
    await using server = await openHttpsServer(createCertificateAuthority().issue(['127.0.0.1']), (request) =>
      request.socket.destroy(),
    );
    const stranger = createCertificateAuthority();
    await using trusting = openEmulatedWire(server, stranger.caPem);
    const options = { clock: createStoppedClock(), origins: ['https://acme.example.com'] };
    const wires: Wire[] = [trusting.wire, () => Promise.reject(new WireError('timeout', 'unknown', 'Too late.'))];
    for (const wire of wires) {
      const call = signed(wire, authentication, () => SECRET, options);
      for (const path of ['/x', '/x\r\ny', '/x y', `/${'y'.repeat(70_000)}`]) {
        const error = await call(get(path)).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(WireError);
        expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('hush');
      }
    }
  });
});
