import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { openEmulatedVendors } from '../support/emulated-vendors.ts';
import { type FaultProxy, openFaultProxy } from '../support/fault-proxy.ts';
import { type Rest, restOf } from '../support/platform-client.ts';
import { openPlatformInProcess } from '../support/platform-in-process.ts';
import { createSwiftClock } from '../support/swift-clock.ts';

// Search Console behind a network that loses things, over TLS; the clock runs so fast that waiting takes seconds.

const CLOCK_TIMES = 60;
const DEADLINE_MS = 300_000;
const LATE_MS = 60_000;
const SITE = 'https://www.larkmoor-tea.example/';

async function openPlatform(checks: number) {
  await using opening = new AsyncDisposableStack();
  const clock = createSwiftClock(CLOCK_TIMES);
  const connectors = CONNECTORS.filter(({ id }) => id === 'search-console');
  const vendors = opening.use(await openEmulatedVendors(connectors, clock));
  const [, origin = ''] = String(vendors.settings.EMULATOR_ORIGINS).split('=');
  const proxy = opening.use(await openFaultProxy(origin));
  const platform = opening.use(
    await openPlatformInProcess(clock, {
      ...vendors.settings,
      EMULATOR_ORIGINS: `search-console=${proxy.origin}`,
      RETRY_ATTEMPTS: '0',
      BREAKER_FAILURES: '1000',
      CALL_DEADLINE_MS: String(DEADLINE_MS),
      ATTEMPT_TIMEOUT_MS: String(DEADLINE_MS),
      OUTBOUND_TIMEOUT_MS: String(DEADLINE_MS),
      LOAD_SHED_LAG_MS: '0',
      UNKNOWN_LATE_MS: String(LATE_MS),
      UNKNOWN_CHECKS: String(checks),
    }),
  );
  const opened = opening.move();
  const admin = restOf(platform, platform.key);
  return { clock, proxy, admin, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** A submission of a sitemap of its own, as often as it is asked for. */
function submission(admin: Rest) {
  const headers = { 'idempotency-key': randomUUID() };
  const sitemap = `${SITE}sitemap_${headers['idempotency-key']}.xml`;
  return () => admin.call('gsc_submit_sitemap', { site: SITE, sitemap }, headers);
}

/** Makes the write while the network does something to it, and gives the id of its record. */
async function inDoubt(
  proxy: FaultProxy,
  admin: Rest,
  write: () => ReturnType<Rest['call']>,
  lost: 'request' | 'reply',
) {
  // What comes back of a connection that is open is cut off; what is asked for first is its token.
  expect((await admin.call('gsc_list_sites')).status).toBe(200);
  await proxy.suffer(lost === 'reply' ? { limitBytes: 1 } : { reset: true });
  const { json } = await write();
  await proxy.suffer();
  expect(json.error).toMatchObject({ code: 'outcome_unknown' });
  return json.error.record as string;
}

describe('a write without an answer, when it is looked for', () => {
  let platform: Awaited<ReturnType<typeof openPlatform>>;

  beforeAll(async () => {
    platform = await openPlatform(0);
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  const check = async (id: string) => (await platform.admin.act('dead-letters.check', { id })).checked[0];

  it('is done where it was carried out, says so, and its key replays what the vendor has', async () => {
    const { proxy, admin } = platform;
    const write = submission(admin);
    const id = await inDoubt(proxy, admin, write, 'reply');

    const checked = await check(id);

    expect(checked).toMatchObject({ id, outcome: 'done' });
    const { letter } = await admin.act('dead-letters.show', { id });
    expect(letter).toMatchObject({ state: 'done', settledBy: 'read-back', reason: checked.because });
    const again = await write();
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(again.json).toMatchObject({ sitemap: { isPending: true }, mode: 'emulated' });
    const rows = await admin.audit({ subject: 'dead-letters.check' });
    expect(rows[0]).toMatchObject({ outcome: 'ok', face: 'rest', detail: `${id} done` });
  });

  it('is not said to be not done while it may arrive; then it is, and can be made with the same key', async () => {
    const { proxy, admin, clock } = platform;
    const write = submission(admin);
    const id = await inDoubt(proxy, admin, write, 'request');

    const early = await check(id);
    const meanwhile = await write();
    await clock.sleep(DEADLINE_MS + LATE_MS);
    const late = await check(id);
    const again = await write();

    expect(early).toMatchObject({ outcome: 'too_early' });
    expect(meanwhile.json.error).toMatchObject({ code: 'outcome_unknown', record: id });
    expect(late).toMatchObject({ outcome: 'not_done' });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  it('stays as it is while the vendor is down', async () => {
    const { proxy, admin } = platform;
    const id = await inDoubt(proxy, admin, submission(admin), 'reply');
    await proxy.suffer({ down: true });

    const down = await check(id);
    const { letter } = await admin.act('dead-letters.show', { id });
    await proxy.suffer();
    const up = await check(id);

    expect(down).toMatchObject({ outcome: 'upstream_failed' });
    expect(letter).toMatchObject({ state: 'unknown', checks: 1, checkSaid: down.because });
    expect(up).toMatchObject({ outcome: 'done' });
  });
});

describe('a write without an answer, when nobody asks', () => {
  it('is looked for by the platform itself, which records what it settled', async () => {
    await using platform = await openPlatform(6);
    const { proxy, admin } = platform;
    const id = await inDoubt(proxy, admin, submission(admin), 'reply');

    await vi.waitFor(
      async () => expect((await admin.act('dead-letters.show', { id })).letter).toMatchObject({ state: 'done' }),
      { timeout: 20_000, interval: 100 },
    );

    await vi.waitFor(async () => {
      const rows = await admin.audit({ subject: 'dead-letters.check' });
      expect(rows).toMatchObject([
        { principalId: 'platform', face: 'job', detail: expect.stringContaining(`${id} done`) },
      ]);
    });
    const { text } = await admin.send('/metrics');
    expect(text).toContain('mcp_platform_write_checks_total{outcome="done"} 1');
  }, 30_000);
});
