import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../../scripts/emulators/certificate-authority.ts';
import { FaultSwitch } from '../../emulation/faults.ts';
import { type ServedEmulators, serveEmulators } from '../../emulation/https-shell.ts';
import { createChannel } from '../../gateway/channel.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Connection } from '../../kernel/connection.ts';
import { type Outbound, openOutbound } from '../../outbound/client.ts';
import { signed } from '../../outbound/signer.ts';
import { searchConsole } from './connector.ts';
import { openEmulator } from './emulator/emulator.ts';
import type { SearchConsoleUpstream } from './protocol/upstream.ts';

const SITE = 'sc-domain:larkmoor-tea.example';

// The way of a live connection in all but the address: outbound client, TLS, signer, channel.
describe('Search Console over HTTPS', () => {
  const faults = new FaultSwitch();
  const authority = createCertificateAuthority();
  const emulator = openEmulator({ clock: systemClock, signIn: 'service-account', faults });
  let served: ServedEmulators;
  let outbound: Outbound;
  /** A new one for each attempt, as in the platform. */
  let upstream: () => SearchConsoleUpstream;

  beforeAll(async () => {
    served = await serveEmulators([{ connector: 'search-console', emulator }], authority.issue(['127.0.0.1']));
    outbound = openOutbound({ userAgent: 'test/1' });
    const key = Buffer.from(emulator.credentials.GSC_SERVICE_ACCOUNT_KEY ?? '').toString('base64');
    const settings = { GSC_SERVICE_ACCOUNT_KEY: key };
    const value = (name: string) => settings[name as keyof typeof settings];
    const configured = searchConsole.configure({ value, has: (name) => value(name) !== undefined });
    if (!('target' in configured)) throw new Error('The key is not taken.');
    const { target } = configured;
    const bare = outbound.wireFor({
      hosts: target.hosts,
      emulator: { origin: served.origins['search-console'] as string, ca: authority.caPem },
    });
    const connection: Connection = {
      id: 'search-console/default',
      name: 'default',
      connector: searchConsole,
      state: { on: true, mode: 'emulated', target },
      credentialVersion: 1,
    };
    const parts = {
      connection,
      wire: signed(bare, target.authentication, value, { clock: systemClock, origins: [target.origin] }),
      signal: new AbortController().signal,
      onQuota() {},
      onUsedUp() {},
      onNote() {},
      now: systemClock.now,
    };
    upstream = () => searchConsole.upstream(createChannel(parts), target) as SearchConsoleUpstream;
  });

  afterAll(async () => {
    await outbound[Symbol.asyncDispose]();
    await served[Symbol.asyncDispose]();
  });

  it('signs in with a service account’s key in base64, and reads', async () => {
    expect((await upstream().sites()).map(({ siteUrl }) => siteUrl)).toContain(SITE);
  });

  it('keeps a property one segment of the path all the way', async () => {
    const prefix = 'https://www.larkmoor-tea.example/';

    expect(await upstream().site(prefix)).toEqual({ siteUrl: prefix, permissionLevel: 'site_full_user' });
    expect((await upstream().sitemap(SITE, `${prefix}sitemap.xml`)).isSitemapsIndex).toBe(true);
  });

  it('takes an answer without a body for what it is', async () => {
    await upstream().submitSitemap(SITE, 'https://www.larkmoor-tea.example/sitemap_offers.xml');
    await upstream().deleteSitemap(SITE, 'https://www.larkmoor-tea.example/sitemap_offers.xml');
  });

  it.each([
    ['a web page', { kind: 'html' }, 'upstream_failed'],
    ['half an answer', { kind: 'truncate' }, 'upstream_failed'],
    ['a broken connection', { kind: 'reset' }, 'upstream_failed'],
    ['a plea to go slower', { kind: 'throttle' }, 'upstream_throttled'],
    ['a failure', { kind: 'status', status: 500 }, 'upstream_failed'],
  ])('fails with the right error at %s', async (_what, what, code) => {
    faults.add([{ what, isAfter: false, times: 1, match: 'sites' } as never]);

    await expect(upstream().sites()).rejects.toMatchObject({ code, details: { sent: 'no' } });
  });
});
