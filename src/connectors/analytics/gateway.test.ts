import { describe, expect, it } from 'vitest';
import { openAnalyticsGateway } from '../../../test/support/analytics-gateway.ts';

const REPORT = { metrics: ['sessions'], startDate: 'yesterday' };
const HOUR_MS = 3_600_000;

describe('through the whole gateway', () => {
  it('a property whose tokens are used up rests until they return; the other property, realtime and settings go on', async () => {
    await using platform = await openAnalyticsGateway({ quota: { tokensPerProjectPerHour: 1 } });
    const first = await platform.call('ga4_run_report', REPORT);
    const before = platform.requests();

    expect(first.code).toBe('ok');
    expect(await platform.call('ga4_run_report', { ...REPORT, limit: 7 })).toMatchObject({
      code: 'upstream_quota',
      retryAfterMs: 3_600_000,
      sent: 'no',
    });
    expect(platform.requests()).toBe(before);
    expect(await platform.call('ga4_run_report', { ...REPORT, property: '412345679' })).toMatchObject({ code: 'ok' });
    expect(await platform.call('ga4_run_realtime', {})).toMatchObject({ code: 'ok' });
    expect(await platform.call('ga4_get_property', { include: ['quota'] })).toMatchObject({ code: 'upstream_quota' });
    expect(await platform.call('ga4_get_property', {})).toMatchObject({ code: 'ok' });
    await platform.clock.advance(HOUR_MS);
    expect(await platform.call('ga4_run_report', { ...REPORT, limit: 8 })).toMatchObject({ code: 'ok' });
  });

  it('a good answer that leaves less than a twentieth is the last one until the next hour', async () => {
    await using platform = await openAnalyticsGateway({ quota: { tokensPerHour: 2_000 } });

    expect(await platform.call('ga4_run_report', REPORT)).toMatchObject({ code: 'ok' });
    expect(await platform.call('ga4_run_report', { ...REPORT, limit: 7 })).toMatchObject({
      code: 'upstream_quota',
      message: expect.stringContaining('nearly used up'),
    });
  });

  it('requests with demographics that are used up leave other reports alone', async () => {
    await using platform = await openAnalyticsGateway({ quota: { potentiallyThresholdedRequestsPerHour: 6 } });
    const demographic = { dimensions: ['userGender'], ...REPORT };

    expect(await platform.call('ga4_run_report', demographic)).toMatchObject({ code: 'ok' });
    expect(await platform.call('ga4_run_report', { ...demographic, limit: 7 })).toMatchObject({
      code: 'upstream_quota',
    });
    expect(await platform.call('ga4_run_report', REPORT)).toMatchObject({ code: 'ok' });
  });

  it('places that are taken are waited for, half a minute', async () => {
    await using platform = await openAnalyticsGateway();
    platform.fault('throttle');
    const asked = platform.call('ga4_run_report', REPORT);
    await platform.settled();
    const early = platform.reports();
    await platform.pass(34_000);

    expect(early).toBe(1);
    expect(await asked).toMatchObject({ code: 'ok' });
    expect(platform.reports()).toBe(2);
  });

  it.each([500, 503])('status %i is tried three times in all, never four', async (status) => {
    await using platform = await openAnalyticsGateway();
    platform.fault(`status=${status};times=9`);
    const asked = platform.call('ga4_run_report', REPORT);
    await platform.pass(59_000);

    expect(await asked).toMatchObject({ code: 'upstream_failed' });
    expect(platform.reports()).toBe(3);
  });

  it.each(['html', 'truncate=40', 'reset'])('%s in the place of an answer is tried again', async (fault) => {
    await using platform = await openAnalyticsGateway();
    platform.fault(fault);
    const asked = platform.call('ga4_run_report', REPORT);
    await platform.pass(59_000);

    expect(await asked).toMatchObject({ code: 'ok' });
    expect(platform.reports()).toBe(2);
  });

  it('a write whose answer was lost is tried again, and done once', async () => {
    await using platform = await openAnalyticsGateway();
    platform.fault('reset;when=after;match=POST keyEvents');
    const asked = platform.call('ga4_save_key_event', { eventName: 'lead', idempotencyKey: 'a-key-for-the-lead' });
    await platform.pass(59_000);

    expect(await asked).toMatchObject({ code: 'ok', output: { change: 'created', keyEvent: { eventName: 'lead' } } });
    expect(platform.paths().filter((path) => path === 'POST keyEvents')).toHaveLength(1);
  });

  it('viewers read reports, and neither users of audiences nor change anything', async () => {
    await using platform = await openAnalyticsGateway();

    expect(await platform.call('ga4_run_report', REPORT, 'viewer')).toMatchObject({ code: 'ok' });
    expect(await platform.call('ga4_get_audience_users', {}, 'viewer')).toMatchObject({ code: 'forbidden' });
    expect(await platform.call('ga4_save_key_event', { eventName: 'lead' }, 'viewer')).toMatchObject({
      code: 'forbidden',
    });
  });

  it('a wrong name is refused before anybody is asked, with what was meant', async () => {
    await using platform = await openAnalyticsGateway();

    expect(await platform.call('ga4_run_report', { metrics: ['pageviews'] })).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'metrics[0]', message: expect.stringContaining('did you mean screenPageViews?') }],
    });
    expect(platform.requests()).toBe(0);
  });
});
