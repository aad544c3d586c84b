import { describe, expect, it } from 'vitest';
import { openBingGateway, SITE } from '../../../test/support/connected-bing.ts';
import type { RoleName } from '../../access/roles.ts';
import { FaultSwitch } from '../../emulation/faults.ts';
import type { PlatformError } from '../../kernel/errors.ts';

type Gateway = Awaited<ReturnType<typeof openBingGateway>>;

/** Calls a tool and lets time pass until it has answered. */
async function call(platform: Gateway, tool: string, input: unknown, role: RoleName = 'admin', passMs = 60_000) {
  const answer = platform.gateway.call(platform.request(platform.principal(role), tool, input)).then(
    ({ rendered, facts }) => ({ code: 'ok', answer: JSON.parse(rendered.json), facts, details: {}, message: '' }),
    ({ code, details, message }: PlatformError) => ({ code, answer: undefined, facts: undefined, details, message }),
  );
  await platform.clock.advance(passMs);
  return await answer;
}

const throttle = (times: number, match?: string) => {
  const faults = new FaultSwitch();
  faults.add([{ what: { kind: 'throttle' }, isAfter: false, times, match }]);
  return faults;
};

describe('through the whole platform', () => {
  it('a read answers with its source, and a second one asks nobody', async () => {
    await using platform = await openBingGateway();

    const first = await call(platform, 'bing_get_traffic', { site: SITE, by: 'month' }, 'admin', 1_000);
    const again = await call(platform, 'bing_get_traffic', { site: SITE, by: 'month' }, 'admin', 0);

    expect(first).toMatchObject({
      code: 'ok',
      answer: { mode: 'mock', source: { connector: 'bing-webmaster' }, about: { site: SITE } },
    });
    expect(again.answer.rows).toEqual(first.answer.rows);
    expect(platform.sent).toHaveLength(1);
  });

  it('a throttled read is sent again after a pause, and a throttled write too: nothing was done', async () => {
    await using reading = await openBingGateway({ faults: throttle(2) });
    await using writing = await openBingGateway({ faults: throttle(2, 'SubmitFeed') });

    expect(await call(reading, 'bing_list_sites', {})).toMatchObject({ code: 'ok', facts: { attempts: 3 } });
    expect(await call(writing, 'bing_submit_urls', { urls: [`${SITE}sitemap.xml`], via: 'sitemap' })).toMatchObject({
      code: 'ok',
      facts: { attempts: 3 },
    });
    expect(writing.methods().filter((method) => method === 'SubmitFeed')).toHaveLength(3);
  });

  it('a call that is throttled to the end gives Bing ten minutes of rest', async () => {
    await using platform = await openBingGateway({ faults: throttle(4) });

    expect(await call(platform, 'bing_list_sites', {})).toMatchObject({ code: 'upstream_throttled' });
    const asked = platform.sent.length;
    const resting = await call(platform, 'bing_get_traffic', { site: SITE }, 'admin', 0);
    await platform.clock.advance(600_000);
    const rested = await call(platform, 'bing_get_traffic', { site: SITE, by: 'month' });

    expect(asked).toBe(4);
    expect(resting).toMatchObject({
      code: 'upstream_quota',
      details: { retryAfterMs: expect.any(Number), sent: 'no' },
    });
    expect(rested.code).toBe('ok');
    expect(platform.sent.length).toBe(asked + 1);
  });

  it('an account that Bing punishes is not asked on', async () => {
    await using platform = await openBingGateway({ limits: { burst: 1, restorePerSecond: 0 } });
    await call(platform, 'bing_list_sites', {});

    const outcomes = [];
    for (let n = 0; n < 5; n += 1)
      outcomes.push(await call(platform, 'bing_get_traffic', { site: SITE, from: `2026-11-0${n + 1}` }));

    expect(outcomes.map(({ code }) => code)).toEqual(['upstream_throttled', ...Array(4).fill('upstream_quota')]);
    expect(platform.sent).toHaveLength(5);
  });

  it('a read that fails is sent again, a write is not', async () => {
    const faults = new FaultSwitch();
    await using platform = await openBingGateway({ faults });
    faults.add([{ what: { kind: 'status', status: 503 }, isAfter: false, times: 1, match: 'GetUserSites' }]);
    expect(await call(platform, 'bing_list_sites', {})).toMatchObject({ code: 'ok', facts: { attempts: 2 } });

    faults.add([{ what: { kind: 'html' }, isAfter: true, times: 1, match: 'SubmitUrlBatch' }]);
    const write = await call(platform, 'bing_submit_urls', { urls: [SITE] });

    expect(write).toMatchObject({ code: 'outcome_unknown', details: { sent: 'unknown' } });
    expect(platform.methods().filter((method) => method === 'SubmitUrlBatch')).toHaveLength(1);
  });

  it('a spent quota stops submissions of the site until midnight GMT, and nothing else', async () => {
    const body = '{"ErrorCode":2,"Message":"ERROR!!! You have exceeded your daily url submission quota : 100"}';
    await using platform = await openBingGateway({
      answer: ({ url }) => (url.includes('SubmitUrlBatch') ? { status: 400, headers: {}, body } : undefined),
    });
    const submit = () => call(platform, 'bing_submit_urls', { urls: [`${SITE}${platform.sent.length}`] });

    // Nothing was done, so the platform keeps the write for an operator to send again.
    expect((await submit()).code).toBe('parked');
    const asked = platform.sent.length;
    expect(['parked', 'upstream_quota']).toContain((await submit()).code);
    expect(platform.sent.length).toBe(asked);
    expect((await call(platform, 'bing_list_sites', {})).code).toBe('ok');
    expect((await call(platform, 'bing_submit_urls', { urls: [SITE], via: 'index_now' })).code).toBe('ok');
    await platform.clock.advance(12 * 3_600_000);
    await submit();
    expect(platform.methods().filter((method) => method === 'SubmitUrlBatch')).toHaveLength(2);
  });

  it('asks at most one request a second over time, and about ten URLs in ten minutes', async () => {
    await using platform = await openBingGateway({ quotaWaitMs: 1_000 });
    const codes: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      codes.push((await call(platform, 'bing_get_url_info', { url: `${SITE}products/${n}` }, 'admin', 3_000)).code);
    }

    expect(codes.slice(0, 10)).toEqual(Array(10).fill('ok'));
    expect(codes.slice(10)).toEqual(['upstream_quota', 'upstream_quota']);
  });

  it('viewers read, and change nothing', async () => {
    await using platform = await openBingGateway();

    expect((await call(platform, 'bing_list_sites', {}, 'viewer')).code).toBe('ok');
    expect((await call(platform, 'bing_submit_urls', { urls: [SITE] }, 'viewer')).code).toBe('forbidden');
    expect((await call(platform, 'bing_set_url_block', { url: SITE, blocked: true }, 'viewer')).code).toBe('forbidden');
  });

  it('the same write under one key is sent once', async () => {
    await using platform = await openBingGateway();
    const request = platform.request(
      platform.principal('admin'),
      'bing_submit_urls',
      { urls: [SITE] },
      { idempotencyKey: 'k-1' },
    );

    const first = await platform.gateway.call(request);
    const again = await platform.gateway.call(request);

    expect(again.facts.replayed).toBe(true);
    expect(again.rendered.json).toContain(JSON.stringify(JSON.parse(first.rendered.json).submitted));
    expect(platform.methods().filter((method) => method === 'SubmitUrlBatch')).toHaveLength(1);
  });

  it('input that is not the tool’s is refused before anybody is asked', async () => {
    await using platform = await openBingGateway();

    expect(await call(platform, 'bing_get_traffic', { site: SITE, daysBack: 30 })).toMatchObject({
      code: 'invalid_input',
    });
    expect(await call(platform, 'bing_get_url_info', { url: 'https://a.example/\r\nx: y' })).toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'url' }] },
    });
    expect(platform.sent).toEqual([]);
  });
});
