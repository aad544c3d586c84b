import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { get, openEmulatedWire, outcomeOf } from '../../test/support/emulated-wire.ts';
import { openHttpsServer } from '../../test/support/tls-server.ts';

const MONTH_MS = 30 * 86_400_000;

const authority = createCertificateAuthority();
const stranger = createCertificateAuthority();

describe('a vendor is believed only with a certificate that holds', () => {
  it.each([
    ['the connection’s authority, the right address', authority.issue(['127.0.0.1']), '200'],
    ['another authority', stranger.issue(['127.0.0.1']), 'connect, sent: no'],
    ['another address', authority.issue(['127.0.0.2']), 'connect, sent: no'],
    ['the name of the vendor but not the address', authority.issue(['acme.example.com']), 'connect, sent: no'],
    ['a life that is over', authority.issue(['127.0.0.1'], Date.now() - MONTH_MS), 'connect, sent: no'],
  ])('%s', async (_what, certificate, outcome) => {
    let requests = 0;
    await using server = await openHttpsServer({ ...certificate, http2: true }, (_request, response) => {
      requests += 1;
      response.end();
    });
    await using client = openEmulatedWire(server, authority.caPem);

    expect(await outcomeOf(client.wire(get()))).toBe(outcome);
    expect(requests).toBe(outcome === '200' ? 1 : 0);
  });

  it('whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    await using server = await openHttpsServer(
      stranger.issue(['127.0.0.1']),
      (_request, response) => void response.end(),
    );
    await using client = openEmulatedWire(server, authority.caPem);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());

    expect(await outcomeOf(client.wire(get()))).toBe('connect, sent: no');
  });

  it('is checked again for a second connection of the same authority, so that trust does not travel', async () => {
    const answer = (_request: unknown, response: { end(): unknown }) => void response.end();
    await using good = await openHttpsServer(authority.issue(['127.0.0.1']), answer);
    await using bad = await openHttpsServer(authority.issue(['127.0.0.2']), answer);
    await using first = openEmulatedWire(good, authority.caPem);
    await using second = openEmulatedWire(bad, authority.caPem);

    expect(await outcomeOf(first.wire(get()))).toBe('200');
    expect(await outcomeOf(second.wire(get()))).toBe('connect, sent: no');
  });
});

it.each([
  ['TLSv1', 'connect, sent: no'],
  ['TLSv1.1', 'connect, sent: no'],
  ['TLSv1.2', '200'],
  ['TLSv1.3', '200'],
] as const)('a vendor that speaks at most %s: %s', async (maxVersion, outcome) => {
  const old = { minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const options = { ...authority.issue(['127.0.0.1']), ...old };
  await using server = await openHttpsServer(options, (_request, response) => void response.end());
  await using client = openEmulatedWire(server, authority.caPem);

  expect(await outcomeOf(client.wire(get()))).toBe(outcome);
});
