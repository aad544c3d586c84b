import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:http2';
import { request as sendRequest } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { systemClock } from '../kernel/clock.ts';
import type { WireReply, WireRequest } from '../kernel/wire.ts';
import { FaultSwitch } from './faults.ts';
import { openFaultyWire } from './faulty-wire.ts';
import { type ServedEmulators, serveEmulators } from './https-shell.ts';

const authority = createCertificateAuthority();
const seen: WireRequest[] = [];
const answer = (request: WireRequest): WireReply => {
  seen.push(request);
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: `you said ${request.body}` };
};
const refused = (status: number): WireReply => ({ status, headers: {}, body: '' });
const voice = { answer, operationOf: () => undefined, throttled: answer, refused };
const emulator = {
  wire: openFaultyWire(voice, new FaultSwitch(), systemClock),
  origin: 'https://shop.example',
  credentials: {},
  requests: 0,
};

let served: ServedEmulators;
let origin: string;

beforeAll(async () => {
  const pair = authority.issue(['127.0.0.1', 'elsewhere.example']);
  served = await serveEmulators(
    [
      { connector: 'shopify', emulator },
      { connector: 'other', emulator },
    ],
    pair,
  );
  origin = served.origins.shopify!;
});

afterAll(() => served[Symbol.asyncDispose]());

async function send(
  headers: Record<string, string> = {},
  ca = authority.caPem,
): Promise<{ status: number; body: string }> {
  const outgoing = sendRequest(`${origin}/path?x=1`, { method: 'POST', headers, ca, agent: false });
  outgoing.end('hello');
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return { status: incoming.statusCode!, body: Buffer.concat(chunks).toString() };
}

describe('emulators over HTTPS', () => {
  it('have a port each and answer whoever trusts their authority', async () => {
    expect(new Set(Object.values(served.origins)).size).toBe(2);
    expect(await send()).toEqual({ status: 200, body: 'you said hello' });
  });

  it('are refused by a client that trusts another authority', async () => {
    await expect(send({}, createCertificateAuthority().caPem)).rejects.toMatchObject({
      code: /SIGNATURE|VERIFY|SELF_SIGNED|ISSUER/,
    });
  });

  it('see requests as if they had come to their own origin, unless another host is named', async () => {
    await send();
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: 'https://shop.example/path?x=1' });
    await send({ host: 'elsewhere.example' });
    expect(seen.at(-1)!.url).toBe('https://elsewhere.example/path?x=1');
  });

  it('speak HTTP/2 too', async () => {
    const session = connect(origin, { ca: authority.caPem });
    const stream = session.request({ ':method': 'POST', ':path': '/two' });
    stream.end('twice');
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    session.close();

    expect(Buffer.concat(chunks).toString()).toBe('you said twice');
  });

  it('break the connection in the middle of a body', async () => {
    await expect(send({ 'x-emulator-fault': 'truncate=4' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('break the connection before a reply, and reset only the stream over HTTP/2', async () => {
    await expect(send({ 'x-emulator-fault': 'reset' })).rejects.toMatchObject({ code: 'ECONNRESET' });

    const session = connect(origin, { ca: authority.caPem });
    const stream = session.request({ ':method': 'POST', ':path': '/', 'x-emulator-fault': 'reset' });
    stream.end('x');
    await expect(once(stream, 'response')).rejects.toMatchObject({ code: 'ERR_HTTP2_STREAM_ERROR' });
    expect(session.destroyed).toBe(false);
    session.close();
  });

  it('end with connections open', async () => {
    const own = await serveEmulators([{ connector: 'shopify', emulator }], authority.issue(['127.0.0.1']));
    const session = connect(own.origins.shopify!, { ca: authority.caPem });
    session.on('error', () => undefined);
    await once(session, 'connect');
    const closed = once(session, 'close');

    await own[Symbol.asyncDispose]();
    await closed;

    expect(session.destroyed).toBe(true);
  });
});
