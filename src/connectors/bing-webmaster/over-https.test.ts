import { afterEach, describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../../scripts/emulators/certificate-authority.ts';
import { methodOf, SITE } from '../../../test/support/connected-bing.ts';
import { serveEmulators } from '../../emulation/https-shell.ts';
import { createChannel } from '../../gateway/channel.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Connection } from '../../kernel/connection.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { Wire, WireRequest } from '../../kernel/wire.ts';
import { openOutbound } from '../../outbound/client.ts';
import { signed } from '../../outbound/signer.ts';
import { bingWebmaster } from './connector.ts';
import { openEmulator } from './emulator/emulator.ts';
import { getTraffic } from './tools/get-traffic.ts';
import { listSites } from './tools/list-sites.ts';
import { submitUrls } from './tools/submit-urls.ts';

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

/** The connector over the real client and real sockets, with an emulator behind all three hosts. */
async function connect(signIn: 'key' | 'oauth') {
  const emulator = openEmulator({ clock: systemClock });
  const seen: WireRequest[] = [];
  const watched: Wire = (request, signal) => {
    seen.push(request);
    return emulator.wire(request, signal);
  };
  const authority = createCertificateAuthority();
  const hosts = ['ssl.bing.com', 'www.bing.com', 'api.indexnow.org'];
  const served = await serveEmulators(
    [{ connector: 'bing-webmaster', emulator: { ...emulator, wire: watched, requests: 0 } }],
    authority.issue(['127.0.0.1', ...hosts]),
  );
  opened.push(served);
  const { BING_API_KEY, ...others } = emulator.credentials;
  const settings: Readonly<Record<string, string | undefined>> =
    signIn === 'key' ? { BING_API_KEY, BING_INDEXNOW_KEY: others.BING_INDEXNOW_KEY } : others;
  const configured = bingWebmaster.configure({
    value: (name) => settings[name],
    has: (name) => settings[name] !== undefined,
  });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const { target } = configured;
  const outbound = openOutbound({ userAgent: 'test/1' });
  opened.push(outbound);
  const origin = served.origins['bing-webmaster'] ?? '';
  const plain = outbound.wireFor({ hosts: target.hosts, emulator: { origin, ca: authority.caPem } });
  const wire = signed(plain, target.authentication, (name) => settings[name], {
    clock: systemClock,
    origins: [target.origin, ...(target.signedOrigins ?? [])],
  });
  const connection: Connection = {
    id: 'bing-webmaster/default',
    name: 'default',
    connector: bingWebmaster,
    state: { on: true, mode: 'emulated', target },
    credentialVersion: 1,
  };
  const { signal } = new AbortController();
  const { now } = systemClock;
  const call = async <In, Out extends object>(tool: Tool<In, Out>, input: unknown): Promise<Out> => {
    const parts = { connection, wire, signal, onQuota() {}, onUsedUp() {}, onNote() {}, now };
    return await tool.run(tool.input.parse(input), bingWebmaster.upstream(createChannel(parts), target), {
      signal,
      now,
      atFirst: (read) => read(),
      answerWith() {},
    });
  };
  /** Switches a fault on for the next request. */
  const fail = (fault: string) =>
    watched({ method: 'POST', url: 'https://ssl.bing.com/emulator/faults', headers: { 'x-emulator-fault': fault } });
  return { call, fail, seen, key: BING_API_KEY ?? '?' };
}

describe('over real sockets', () => {
  it('a key signs both of Bing’s hosts and not IndexNow', async () => {
    const { call, seen } = await connect('key');

    await call(listSites, {});
    await call(submitUrls, { urls: [SITE] });
    await call(submitUrls, { urls: [SITE], via: 'index_now' });

    const signedOf = (request: WireRequest) => `${new URL(request.url).host} ${request.url.includes('apikey=')}`;
    expect(new Set(seen.map(signedOf))).toEqual(new Set(['ssl.bing.com true', 'api.indexnow.org false']));
  });

  it('a token is made once, reads on one host and writes on the other', async () => {
    const { call, seen } = await connect('oauth');

    await call(getTraffic, { site: SITE, by: 'month' });
    await call(submitUrls, { urls: [SITE] });
    await call(submitUrls, { urls: [SITE], via: 'index_now' });

    expect(seen.map((request) => `${new URL(request.url).host} ${methodOf(request)}`)).toEqual([
      'www.bing.com token',
      'ssl.bing.com GetRankAndTrafficStats',
      'ssl.bing.com GetUserSites',
      'ssl.bing.com GetUrlSubmissionQuota',
      'www.bing.com SubmitUrlBatch',
      'api.indexnow.org indexnow',
    ]);
    expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['reset', 'upstream_failed', 'unknown'],
    ['truncate=30', 'upstream_failed', 'unknown'],
    ['html', 'upstream_failed', 'unknown'],
    ['status=502', 'upstream_failed', 'unknown'],
    ['throttle', 'upstream_throttled', 'no'],
  ])('a submission that meets %s is %s, and the key is nowhere in it', async (fault, code, sent) => {
    const { call, fail, key } = await connect('key');
    await fail(`${fault}; match=SubmitUrlBatch`);

    const error = await call(submitUrls, { urls: [SITE] }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code, details: { sent } });
    const { message, stack, cause } = error as Error;
    expect(`${message} ${stack} ${String(cause)} ${(cause as Error | undefined)?.stack}`).not.toContain(key);
  });
});
