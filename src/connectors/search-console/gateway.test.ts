import { describe, expect, it } from 'vitest';
import { connectSearchConsole, SITE } from '../../../test/support/connected-search-console.ts';
import { openTestGateway } from '../../../test/support/test-gateway.ts';
import { FaultSwitch } from '../../emulation/faults.ts';
import type { PlatformError } from '../../kernel/errors.ts';
import { searchConsole } from './connector.ts';
import type { EmulatorOptions } from './emulator/emulator.ts';

const PREFIX = 'https://www.larkmoor-tea.example/';
const HEAVY = { dimensions: ['query', 'page'], limit: 10 };

/** The real gateway in front of the emulator, signed in by the real signer. */
async function open(options: Omit<Partial<EmulatorOptions>, 'clock'> = {}) {
  const vendor = connectSearchConsole(options);
  const { clock, wire, connection } = vendor;
  const platform = await openTestGateway({
    connectors: [searchConsole],
    connections: [connection],
    wire,
    clock,
    cacheTtlMs: 0,
  });
  let calls = 0;
  const call = (tool: string, input: object) => {
    const more = { idempotencyKey: `key-${++calls}` };
    return platform.gateway.call(platform.request(platform.principal('admin'), tool, input, more)).then(
      ({ rendered }) => ({ code: 'ok', text: rendered.json, details: {} as PlatformError['details'] }),
      ({ code, details, message }: PlatformError) => ({ code, text: message, details }),
    );
  };
  const asked = () => vendor.exchanged.length;
  return Object.assign(platform, { vendor, call, asked, clock });
}

describe('the load quota of a property', () => {
  // Each heavy question weighs 280, its totals 28.
  const limits = { loadPerTenMinutes: 400 };

  it('stops that property for 15 minutes without asking, and no other', async () => {
    await using platform = await open({ limits });
    await platform.call('gsc_query_performance', { site: SITE, ...HEAVY });

    const refused = await platform.call('gsc_query_performance', { site: SITE, ...HEAVY });
    const askedSoFar = platform.asked();
    const again = await platform.call('gsc_query_performance', { site: SITE, limit: 1 });

    expect(refused).toMatchObject({ code: 'upstream_quota', details: { retryAfterMs: 900_000 } });
    expect(again.code).toBe('upstream_quota');
    expect(platform.asked()).toBe(askedSoFar);
    expect((await platform.call('gsc_query_performance', { site: PREFIX, limit: 1 })).code).toBe('ok');
    await platform.clock.advance(900_000);
    expect((await platform.call('gsc_query_performance', { site: SITE, limit: 1 })).code).toBe('ok');
  });

  it('used up a second time stops the property until the day is over in California', async () => {
    await using platform = await open({ limits: { loadPerTenMinutes: 20 } });
    await platform.call('gsc_query_performance', { site: SITE, ...HEAVY });
    await platform.clock.advance(900_000);
    await platform.call('gsc_query_performance', { site: SITE, ...HEAVY });

    const later = await platform.call('gsc_query_performance', { site: SITE, ...HEAVY });

    // At 12:15 UTC it is 04:15 there.
    expect(later).toMatchObject({ code: 'upstream_quota', details: { retryAfterMs: 19.75 * 3_600_000 } });
  });
});

describe('Search Console through the gateway', () => {
  it('allows 2,000 inspections a day and property, counted before Google is asked', async () => {
    await using platform = await open();
    const urls = Array.from({ length: 20 }, (_, index) => `${PREFIX}page-${index}`);
    for (let batch = 0; batch < 100; batch++) {
      // So slowly that neither the connection's own pace nor Google's limit of 600 a minute comes first.
      await platform.clock.advance(2_100);
      expect(
        (await platform.call('gsc_inspect_urls', { site: SITE, urls: urls.map((url) => `${url}-${batch}`) })).code,
      ).toBe('ok');
    }

    const over = await platform.call('gsc_inspect_urls', { site: SITE, urls });

    expect(over).toMatchObject({ code: 'upstream_quota' });
    expect((await platform.call('gsc_inspect_urls', { site: PREFIX, urls })).code).toBe('ok');
  }, 60_000);

  it('sends a failed question again, and a write that may be repeated', async () => {
    const faults = new FaultSwitch();
    await using platform = await open({ faults });
    const strike = (isAfter: boolean, match: string) =>
      faults.add([{ what: { kind: 'status', status: 503 }, isAfter, times: 1, match }]);
    const settled = async (ending: Promise<{ code: string }>) => {
      for (let step = 0; step < 20; step++) await platform.clock.advance(1_000);
      return (await ending).code;
    };

    strike(false, 'query');
    expect(await settled(platform.call('gsc_query_performance', { site: SITE, limit: 1 }))).toBe('ok');
    strike(true, 'sitemaps');
    expect(
      await settled(platform.call('gsc_submit_sitemap', { site: SITE, sitemap: `${PREFIX}sitemap_offers.xml` })),
    ).toBe('ok');
  });

  it('tells the operator when the consent was withdrawn', async () => {
    await using platform = await open({ isRevoked: true });

    expect(await platform.call('gsc_list_sites', {})).toMatchObject({
      code: 'upstream_authentication',
      text: expect.stringContaining('invalid_grant'),
    });
    expect(platform.asked()).toBe(0);
  });

  it('works for a service account, with the key as text', async () => {
    await using platform = await open({ signIn: 'service-account' });

    expect((await platform.call('gsc_list_sites', {})).code).toBe('ok');
  });

  it('pages an answer of many rows, and every row is there', async () => {
    await using platform = await open();
    const input = {
      site: SITE,
      dimensions: ['query', 'page', 'device'],
      from: '2026-09-01',
      to: '2026-11-15',
      limit: 2_000,
    };

    const { code, text } = await platform.call('gsc_query_performance', input);

    expect(code).toBe('ok');
    const answer = JSON.parse(text);
    expect(answer.page).toMatchObject({ totalRows: expect.any(Number) });
  });
});
