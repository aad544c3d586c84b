import { describe, expect, it } from 'vitest';
import { loadAnalyticsProtos, withoutDefaults } from '../../../test/support/analytics-protos.ts';
import { connectAnalytics, type SentRequest } from '../../../test/support/connected-analytics.ts';
import { loadDiscovery } from '../../../test/support/google-discovery.ts';
import { analytics } from './connector.ts';

const data = loadDiscovery('analyticsdata__v1beta.json');
const admin = loadDiscovery('analyticsadmin__v1beta.json');
const roundTrip = loadAnalyticsProtos();

const ADMIN = 'GoogleAnalyticsAdminV1beta';

/** What is sent besides the examples: every kind of filter, order and error. */
const MORE: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  ga4_run_report: [
    { metrics: ['sessions'], startDate: '2019-01-01', endDate: '2019-01-31' },
    { property: '412345679', dimensions: ['date'], metrics: ['sessions'] },
    {
      dimensions: ['date', 'country', 'customEvent:article_author'],
      metrics: ['sessions', 'bounceRate', 'keyEvents:sign_up'],
      filters: [
        'country=Ireland||country=France',
        'pagePath!~/cart',
        'pagePath=~^/b',
        'pageTitle^L',
        'pageTitle$a||city=Cork',
        'searchTerm=',
        'searchTerm!=x',
        'sessions>1',
        'bounceRate>=0.25',
        'sessions!=7',
      ],
      orderBy: ['-date', 'sessions'],
      compare: ['56daysAgo..29daysAgo', '2026-01-01..2026-01-31'],
      currency: 'USD',
      keepEmptyRows: true,
      limit: 2,
      offset: 1,
    },
    { dimensions: ['userAgeBracket', 'userGender', 'city'], metrics: ['activeUsers'] },
    { dimensions: ['date'], startDate: '3daysAgo' },
    {
      dimensions: ['country'],
      metrics: ['perUser=(eventCount-1)/activeUsers'],
      filters: ['perUser>2'],
      orderBy: ['-perUser'],
    },
  ],
  ga4_run_batch: [{ property: '412345679', reports: [{ metrics: ['sessions'] }, { dimensions: ['date'] }] }],
  ga4_run_realtime: [
    { dimensions: ['minutesAgo', 'country', 'eventName'], metrics: ['eventCount', 'keyEvents'], limit: 3 },
  ],
  ga4_check_compatibility: [{ metrics: ['sessions'], find: 'channel' }],
  ga4_get_property: [
    { include: ['data_streams', 'key_events', 'custom_fields', 'links', 'retention', 'recent_changes', 'quota'] },
  ],
};

const CALLS = analytics.tools.flatMap((tool) =>
  [...tool.examples.map(({ input }) => input), ...(MORE[tool.name] ?? [])].map((input, index) => ({
    tool,
    input,
    title: `${tool.name} ${index + 1}`,
  })),
);

/** The schemas of a request and its reply, by the method that the path names. */
function schemasOf({ method, host, path }: SentRequest): { request?: string; reply?: string; isAdmin: boolean } {
  const verb = /:(\w+)$/.exec(path)?.[1];
  const isAdmin = host.startsWith('analyticsadmin');
  if (!isAdmin) {
    const [, last = ''] = /properties\/\d+\/(\w+)(?:\/[\w-]+)?(?::\w+)?$/.exec(path) ?? [];
    if (last === 'metadata') return { isAdmin, reply: 'Metadata' };
    if (last === 'audienceExports' && verb === 'query')
      return { isAdmin, request: 'QueryAudienceExportRequest', reply: 'QueryAudienceExportResponse' };
    if (last === 'audienceExports' && method === 'POST')
      return { isAdmin, request: 'AudienceExport', reply: 'Operation' };
    if (last === 'audienceExports')
      return { isAdmin, reply: path.endsWith('audienceExports') ? 'ListAudienceExportsResponse' : 'AudienceExport' };
    const name = `${verb?.[0]?.toUpperCase()}${verb?.slice(1)}`;
    return { isAdmin, request: `${name}Request`, reply: `${name}Response` };
  }
  if (verb === 'searchChangeHistoryEvents')
    return {
      isAdmin,
      request: `${ADMIN}SearchChangeHistoryEventsRequest`,
      reply: `${ADMIN}SearchChangeHistoryEventsResponse`,
    };
  if (verb === 'archive' || method === 'DELETE') return { isAdmin, reply: 'GoogleProtobufEmpty' };
  const [, collection, id] = /\/v1beta\/(?:properties\/\d+\/)?(\w+)(?:\/(\d+))?$/.exec(path) ?? [];
  const one: Readonly<Record<string, string>> = {
    keyEvents: 'KeyEvent',
    customDimensions: 'CustomDimension',
    customMetrics: 'CustomMetric',
    dataRetentionSettings: 'DataRetentionSettings',
    properties: 'Property',
  };
  const single = one[collection ?? ''];
  if (single && (method !== 'GET' || id !== undefined || collection === 'dataRetentionSettings')) {
    return { isAdmin, ...(method !== 'GET' && { request: ADMIN + single }), reply: ADMIN + single };
  }
  return { isAdmin, reply: `${ADMIN}List${collection?.[0]?.toUpperCase()}${collection?.slice(1)}Response` };
}

/** Each call is made once for both checks; they share an emulator, since its world is what takes time. */
const google = connectAnalytics();
const known = new Map<string, Promise<readonly SentRequest[]>>();
let line: Promise<unknown> = Promise.resolve();

function sentBy({ tool, input, title }: (typeof CALLS)[number]): Promise<readonly SentRequest[]> {
  const made =
    known.get(title) ??
    line.then(async () => {
      const before = google.sent.length;
      await google.call(tool, input as Record<string, unknown>);
      return google.sent.slice(before);
    });
  known.set(title, made);
  line = made.catch(() => undefined);
  return made;
}

describe.runIf(data && admin)('Google’s discovery documents, where they lie beside the checkout, know', () => {
  it.each(CALLS.filter(({ tool }) => tool.feature !== 'ga4-alpha'))('what $title sends and gets', async (call) => {
    for (const sent of await sentBy(call)) {
      const { request, reply, isAdmin } = schemasOf(sent);
      const check = isAdmin ? admin! : data!;

      expect(request === undefined || sent.body === undefined ? [] : check(request, sent.body), sent.path).toEqual([]);
      // A refusal is an envelope of all of Google's APIs, which no document describes.
      if ('error' in sent.reply) continue;
      expect(check(reply ?? '', sent.reply), sent.path).toEqual([]);
    }
  });
});

describe('the messages of Google’s own library know', () => {
  it.each(CALLS)('what $title sends and gets of the Data API', async (call) => {
    const sent = (await sentBy(call)).filter(({ host }) => host.startsWith('analyticsdata'));

    for (const one of sent) {
      const { request, reply } = schemasOf(one);
      const version = one.path.split('/')[1];
      for (const [schema, body] of [
        [request, one.body],
        [reply, one.reply],
      ] as const) {
        if (schema === undefined || body === undefined || schema === 'Operation' || 'error' in body) continue;
        const plain = withoutDefaults(body);

        expect(withoutDefaults(roundTrip(`${version}.${schema}`, plain)), `${one.path} ${schema}`).toEqual(plain);
      }
    }
  });
});

describe('what Google’s documents do not know', () => {
  it('is refused by these checks', () => {
    if (data) expect(data('RunReportRequest', { limit: 5, dimension: [] })).not.toEqual([]);
    expect(roundTrip('v1beta.RunReportRequest', { limit: '5', dimension: [] })).toEqual({ limit: '5' });
    expect(roundTrip('v1beta.RunReportRequest', { metrics: [{ name: 'a' }] })).toEqual({ metrics: [{ name: 'a' }] });
  });
});
