import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../../test/support/connected-analytics.ts';
import { archiveCustomDefinition } from './archive-custom-definition.ts';
import { checkCompatibility } from './check-compatibility.ts';
import { createAudienceExport } from './create-audience-export.ts';
import { deleteKeyEvent } from './delete-key-event.ts';
import { getAudienceUsers } from './get-audience-users.ts';
import { getProperty } from './get-property.ts';
import { listAnnotations } from './list-annotations.ts';
import { listProperties } from './list-properties.ts';
import { runCohorts } from './run-cohorts.ts';
import { runFunnel } from './run-funnel.ts';
import { runRealtime } from './run-realtime.ts';
import { runReport } from './run-report.ts';
import { saveCustomDefinition } from './save-custom-definition.ts';
import { saveKeyEvent } from './save-key-event.ts';
import { searchFields } from './search-fields.ts';

const changes = (google: ReturnType<typeof connectAnalytics>) =>
  google.sent
    .filter(({ method, path }) => method !== 'GET' && !path.includes(':run'))
    .map(({ method, path }) => `${method} ${path}`);

describe('properties', () => {
  it('are listed with their accounts and the default one', async () => {
    const google = connectAnalytics();

    expect(await google.call(listProperties, { search: 'ONLINE' })).toEqual({
      properties: [
        {
          property: '412345678',
          name: 'Larkmoor Tea – online shop',
          account: '98765432',
          accountName: 'Larkmoor Tea',
          type: 'ordinary',
        },
      ],
      defaultProperty: '412345678',
      notices: undefined,
    });
    expect((await google.call(listProperties)).properties).toHaveLength(2);
  });

  it('show the parts that are asked for, and ask for no more', async () => {
    const google = connectAnalytics();
    const plain = await google.call(getProperty, { include: [] });
    const asked = google.sent.length;
    const whole = await google.call(getProperty, {
      include: ['data_streams', 'key_events', 'custom_fields', 'links', 'retention', 'recent_changes', 'quota'],
    });

    expect(asked).toBe(1);
    expect(plain.property).toMatchObject({
      property: '412345678',
      account: '98765432',
      timeZone: 'Europe/Dublin',
      currency: 'EUR',
    });
    expect(whole.dataStreams?.[0]).toMatchObject({
      type: 'web',
      measurementId: 'G-LARKM00R42',
      source: 'https://www.larkmoor-tea.example',
    });
    expect(whole.keyEvents?.map(({ eventName, isDeletable }) => [eventName, isDeletable])).toEqual([
      ['purchase', false],
      ['sign_up', true],
    ]);
    expect(whole.customDimensions?.map(({ field }) => field)).toEqual([
      'customEvent:article_author',
      'customUser:newsletter',
    ]);
    expect(whole.customMetrics?.[0]).toMatchObject({ field: 'customEvent:steep_minutes', unit: 'minutes' });
    expect(whole.adsLinks?.[0]).toMatchObject({ customerId: '5550142000', createdBy: 'owner@larkmoor-tea.example' });
    expect(whole).toMatchObject({ firebaseProjects: [], retention: { events: 'fourteen_months' }, changes: [] });
    expect(whole.quotas).toContainEqual({ name: 'tokens_per_day', of: 'realtime', left: 199_999 });
  });
});

describe('names', () => {
  it('are found by words, the property’s own among them', async () => {
    const google = connectAnalytics();
    const sources = await google.call(searchFields, { words: 'session source', kind: 'dimension', limit: 3 });
    const own = await google.call(searchFields, { kind: 'custom' });

    expect(sources.fields.map(({ name }) => name)).toContain('sessionSource');
    expect(sources.found).toBeGreaterThan(3);
    expect(own.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['customEvent:article_author', 'customUser:newsletter', 'customEvent:steep_minutes']),
    );
    expect(own.notices).toBeUndefined();
  });

  it('are found without a property, and without asking', async () => {
    const google = connectAnalytics({ isWithoutDefault: true });
    const { fields, notices } = await google.call(searchFields, { words: 'revenue', kind: 'metric' });

    expect(fields[0]?.name).toMatch(/[Rr]evenue/);
    expect(fields.every(({ kind }) => kind === 'metric')).toBe(true);
    expect(notices).toEqual([expect.stringContaining('custom fields are missing')]);
    expect(google.sent).toEqual([]);
  });

  it('that go together may be added to, and others are told why not', async () => {
    const google = connectAnalytics();
    const good = await google.call(checkCompatibility, {
      dimensions: ['itemName'],
      metrics: ['itemRevenue'],
      find: 'items purchased',
    });
    const bad = await google.call(checkCompatibility, { dimensions: ['itemName'], metrics: ['sessions'] });

    expect(good).toMatchObject({ compatible: true, addable: expect.arrayContaining(['itemsPurchased']) });
    expect(good.addable).not.toContain('sessions');
    expect(bad).toMatchObject({ compatible: false, advice: expect.stringContaining('Please remove sessions') });
  });

  it('that may be added are all named, however many', async () => {
    const google = connectAnalytics();
    const { addable = [] } = await google.call(checkCompatibility, { metrics: ['sessions'], find: 'e' });
    const halves = ['user', 'date'].map((find) => google.call(checkCompatibility, { metrics: ['sessions'], find }));

    for (const { addable: some = [] } of await Promise.all(halves))
      expect(addable).toEqual(expect.arrayContaining(some));
    expect(addable.length).toBeGreaterThan(100);
  });
});

describe('other reports', () => {
  it('realtime counts by the minute, and looks as far back as it is told', async () => {
    const google = connectAnalytics();
    const { rows, totals, notices } = await google.call(runRealtime, {
      dimensions: ['minutesAgo'],
      metrics: ['screenPageViews'],
    });
    const few = await google.call(runRealtime, { fromMinutesAgo: 4 });
    const cut = await google.call(runRealtime, { dimensions: ['eventName'], metrics: ['eventCount'], limit: 1 });

    expect(rows.map(({ dimensions }) => Number(dimensions[0]))).toEqual(
      rows.map(({ dimensions }) => Number(dimensions[0])).toSorted((a, b) => a - b),
    );
    expect(totals?.[0]?.metrics[0]).toBe(rows.reduce((sum, { metrics }) => sum + (metrics[0] ?? 0), 0));
    expect(notices).toBeUndefined();
    expect(few.rowCount).toBeLessThanOrEqual(1);
    expect(cut.notices).toEqual([expect.stringMatching(/further rows are left out; raise limit/)]);
    await expect(google.call(runRealtime, { fromMinutesAgo: 1, toMinutesAgo: 5 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(google.call(runRealtime, { fromMinutesAgo: 45 })).rejects.toMatchObject({ code: 'upstream_rejected' });
    await expect(connectAnalytics({ is360: true }).call(runRealtime, { fromMinutesAgo: 45 })).resolves.toBeDefined();
  });

  it('retention begins with everybody, and groups stay apart', async () => {
    const { rows } = await connectAnalytics().call(runCohorts, {
      groups: ['2026-10-04..2026-10-10', '2026-10-11..2026-10-17'],
      steps: 2,
    });

    expect(rows.map(({ group, step }) => `${group} ${step}`)).toEqual(
      ['2026-10-04..2026-10-10', '2026-10-11..2026-10-17'].flatMap((group) =>
        [0, 1, 2].map((step) => `${group} ${step}`),
      ),
    );
    expect(rows[0]).toMatchObject({ retention: 1 });
    expect(rows.every(({ activeUsers, totalUsers }) => activeUsers <= totalUsers)).toBe(true);
  });

  it('funnels lose users from step to step', async () => {
    const steps = ['view_item', 'add_to_cart', 'purchase'].map((event) => ({ name: event, event }));
    const { rows } = await connectAnalytics().call(runFunnel, { steps });
    const users = rows.map(({ metrics }) => metrics[0] ?? 0);

    expect(rows.map(({ dimensions }) => dimensions[0])).toEqual(['1. view_item', '2. add_to_cart', '3. purchase']);
    expect(users).toEqual(users.toSorted((a, b) => b - a));
    expect(runFunnel.input.safeParse({ steps: [{ name: 'x' }] }).success).toBe(false);
    expect(runFunnel.input.safeParse({ steps: [{ name: 'x', event: 'a', page: '/' }] }).success).toBe(false);
  });

  it('annotations come newest first', async () => {
    const { annotations } = await connectAnalytics().call(listAnnotations);

    expect(annotations.map(({ title, from, to }) => [title, from, to])).toEqual([
      ['Autumn campaign begins', '2026-09-24', '2026-09-24'],
      ['New checkout', '2026-06-02', '2026-06-09'],
    ]);
  });
});

describe('a key event', () => {
  it('is created, changed, left alone and deleted, each once', async () => {
    const google = connectAnalytics();
    const input = { eventName: 'generate_lead', defaultValue: 20, defaultCurrency: 'EUR' };

    expect(await google.call(saveKeyEvent, input)).toMatchObject({
      change: 'created',
      keyEvent: { defaultValue: 20, counting: 'once_per_event' },
    });
    expect(await google.call(saveKeyEvent, input)).toMatchObject({ change: 'unchanged' });
    expect(await google.call(saveKeyEvent, { ...input, counting: 'once_per_session' })).toMatchObject({
      change: 'updated',
      keyEvent: { counting: 'once_per_session' },
    });
    expect(await google.call(deleteKeyEvent, { eventName: 'generate_lead' })).toEqual({
      eventName: 'generate_lead',
      state: 'deleted',
    });
    expect(await google.call(deleteKeyEvent, { eventName: 'generate_lead' })).toEqual({
      eventName: 'generate_lead',
      state: 'absent',
    });
    expect(changes(google).map((change) => change.replace(/\d{4,}$/, 'N'))).toEqual([
      'POST /v1beta/properties/412345678/keyEvents',
      'PATCH /v1beta/properties/412345678/keyEvents/N',
      'DELETE /v1beta/properties/412345678/keyEvents/N',
    ]);
  });

  it('of Google’s own is not deleted, and nothing is sent', async () => {
    const google = connectAnalytics();

    await expect(google.call(deleteKeyEvent, { eventName: 'purchase' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
    expect(changes(google)).toEqual([]);
  });

  it('whose creation broke off is in doubt, and the second try finds it', async () => {
    const google = connectAnalytics();
    google.fault('reset;when=after;match=POST keyEvents');

    await expect(google.call(saveKeyEvent, { eventName: 'lead' })).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'unknown' },
    });
    expect(await google.call(saveKeyEvent, { eventName: 'lead' })).toMatchObject({ change: 'unchanged' });
  });

  it('whose first question failed was certainly not sent', async () => {
    const google = connectAnalytics();
    google.fault('status=503');

    await expect(google.call(saveKeyEvent, { eventName: 'lead' })).rejects.toMatchObject({ details: { sent: 'no' } });
  });

  it.each(['', 'a b', '1st', 'x'.repeat(41), 'a/../../accounts', 'naïve', 'a\r\n'])('is not named %j', (eventName) => {
    expect(saveKeyEvent.input.safeParse({ eventName }).success).toBe(false);
  });
});

describe('a custom field', () => {
  it('is created, found by reports, changed and archived', async () => {
    const google = connectAnalytics();
    const name = { kind: 'event_dimension', parameter: 'tea_mood' };

    expect(await google.call(saveCustomDefinition, { ...name, label: 'Tea mood' })).toMatchObject({
      change: 'created',
      definition: { field: 'customEvent:tea_mood' },
    });
    await expect(
      google.call(runReport, { dimensions: ['customEvent:tea_mood'], metrics: ['sessions'], startDate: 'yesterday' }),
    ).resolves.toBeDefined();
    expect(await google.call(saveCustomDefinition, { ...name, label: 'Tea mood' })).toMatchObject({
      change: 'unchanged',
    });
    expect(await google.call(saveCustomDefinition, { ...name, description: 'How it felt.' })).toMatchObject({
      change: 'updated',
      definition: { label: 'Tea mood' },
    });
    expect(await google.call(archiveCustomDefinition, name)).toEqual({ parameter: 'tea_mood', state: 'archived' });
    expect(await google.call(archiveCustomDefinition, name)).toEqual({ parameter: 'tea_mood', state: 'absent' });
    await expect(
      google.call(runReport, { dimensions: ['customEvent:tea_mood'], metrics: ['sessions'] }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('needs a label to be created, and a unit only where it measures', async () => {
    const google = connectAnalytics();

    await expect(google.call(saveCustomDefinition, { kind: 'event_metric', parameter: 'x' })).rejects.toMatchObject({
      details: { issues: [{ path: 'label' }] },
    });
    await expect(
      google.call(saveCustomDefinition, { kind: 'user_dimension', parameter: 'x', label: 'X', unit: 'hours' }),
    ).rejects.toMatchObject({ details: { issues: [{ path: 'unit' }] } });
    expect(
      saveCustomDefinition.input.safeParse({ kind: 'event_metric', parameter: 'x', label: 'X', unit: 'furlongs' })
        .success,
    ).toBe(false);
    expect(saveCustomDefinition.input.safeParse({ kind: 'event_metric', parameter: 'x', label: '<b>' }).success).toBe(
      false,
    );
    expect(changes(google)).toEqual([]);
  });
});

describe('an audience', () => {
  it('is exported, waited for and read page by page', async () => {
    const google = connectAnalytics();
    const made = await google.call(createAudienceExport, {
      audience: '7002',
      dimensions: ['device_id', 'user_id', 'is_limited_ad_tracking'],
    });

    expect(made.export).toMatchObject({ state: 'creating', audience: '7002', audienceName: 'Purchasers' });
    await expect(google.call(getAudienceUsers, { export: made.export.id })).rejects.toMatchObject({
      message: expect.stringContaining('still being made'),
    });
    await google.clock.advance(120_000);
    const first = await google.call(getAudienceUsers, { export: made.export.id, limit: 5 });
    const next = await google.call(getAudienceUsers, { export: made.export.id, limit: 5, offset: first.nextOffset });

    expect(first).toMatchObject({ nextOffset: 5, exports: [{ state: 'active', rowCount: first.rowCount }] });
    expect(first.users[0]).toMatchObject({
      deviceId: expect.stringMatching(/^D/),
      other: ['isLimitedAdTracking: false'],
    });
    expect(next.users[0]).not.toEqual(first.users[0]);
    expect((await google.call(getAudienceUsers)).exports).toHaveLength(2);
  });

  it.each(['status=503', 'reset', 'truncate', 'html', 'status=404'])(
    'is exported when only what is read of the export is lost: %s',
    async (fault) => {
      const google = connectAnalytics();
      google.fault(`${fault};match=audienceExports/`);

      const { export: begun } = await google.call(createAudienceExport, { audience: '7002' });

      expect(google.sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
      expect(begun).toMatchObject({ audience: '7002', dimensions: ['deviceId'], state: 'creating' });
      expect((await google.call(getAudienceUsers)).exports.map(({ id }) => id)).toContain(begun.id);
    },
  );

  it.each(['', '1/2', 'a', '1'.repeat(21)])('is not named %j', (audience) => {
    expect(createAudienceExport.input.safeParse({ audience }).success).toBe(false);
  });
});
