import type { WireRequest } from '../../../kernel/wire.ts';
import { readBody } from '../../google/emulator/request-shape.ts';
import type { Answer } from './admin-face.ts';
import { createExport, getExport, listExports, queryExport } from './audience-exports.ts';
import { compatibilities, demandCompatible } from './compatibility.ts';
import { answerConversions, conversionsOf } from './conversion-report.ts';
import { answerFunnel } from './funnel-report.ts';
import type { HttpParts } from './http-face.ts';
import { computedOf, knownMetrics } from './report-checks.ts';
import { answerBatch, answerRealtime, answerReport, type ReportParts } from './report-face.ts';
import { ALPHA_REPORT_SHAPE, DATA_SHAPES, FUNNEL_SHAPE } from './request-shapes.ts';
import {
  type BatchRequest,
  type ConversionsRequest,
  type Metric,
  type Named,
  Refusal,
  type ReportRequest,
} from './requests.ts';
import { Vocabulary } from './vocabulary.ts';

const PACKAGE = { package: 'google.analytics.data.v1beta' };
const DENIED =
  'User does not have sufficient permissions for this property. To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.';

type DataParts = HttpParts & { readonly nowMs: number };

/** Answers the Data API below a version; `undefined` for paths that it does not have. */
export function answerData(version: string, path: string, request: WireRequest, parts: DataParts): Answer | undefined {
  const [, id, verb = '', rest = ''] = /^properties\/(\d+)(?::(\w+)|\/(.+))$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const state = parts.properties.find((property) => property.id === id);
  if (!state) throw new Refusal(DENIED, 403, 'PERMISSION_DENIED');
  const vocabulary = new Vocabulary(
    () => state.definitions,
    () => state.keyEvents.map(({ eventName }) => eventName),
  );
  const of: PartsOf = (kind) => ({
    world: parts.world,
    state,
    vocabulary,
    quota: parts.quotaOf(id, kind),
    habits: parts.habits,
    nowMs: parts.nowMs,
  });
  if (version === 'v1alpha') return answerAlpha(verb, rest, request, of);
  if (rest === 'metadata' && request.method === 'GET') return { body: vocabulary.metadata(id) };
  if (rest.startsWith('audienceExports')) return answerExports(rest, request, of('core'));
  const shape = DATA_SHAPES[verb];
  if (shape === undefined || request.method !== 'POST') return undefined;
  return withBody(request, shape, (body) => {
    if ('property' in body && body.property !== `properties/${id}` && body.property !== '') {
      throw new Refusal(`The property in the body must be properties/${id}.`);
    }
    switch (verb) {
      case 'runRealtimeReport':
        return answerRealtime(body as ReportRequest, of('realtime'), parts.realtimeMinutes);
      case 'checkCompatibility':
        return checkCompatibility(body, vocabulary);
      case 'batchRunReports':
        return answerBatch(body as BatchRequest, id, of('core'));
      case 'runReport':
      case 'runPivotReport':
        return answerReport(body as ReportRequest, of('core'), verb);
      default:
        throw new Refusal('Method not found.', 404, 'NOT_FOUND');
    }
  });
}

type PartsOf = (kind: 'core' | 'realtime' | 'funnel') => ReportParts;

/** What the alpha has besides, or otherwise: funnels, conversions. */
function answerAlpha(verb: string, rest: string, request: WireRequest, of: PartsOf): Answer | undefined {
  if (rest === 'metadata' && request.method === 'GET') {
    const { vocabulary, state } = of('core');
    return { body: { ...vocabulary.metadata(state.id), conversions: conversionsOf({ state }) } };
  }
  if (request.method !== 'POST') return undefined;
  if (verb === 'runFunnelReport') return withBody(request, FUNNEL_SHAPE, (body) => answerFunnel(body, of('funnel')));
  if (verb !== 'runReport') return undefined;
  return withBody(request, ALPHA_REPORT_SHAPE, (body: ConversionsRequest) =>
    body.conversionSpec === undefined
      ? answerReport(body, of('core'), 'runReport')
      : answerConversions(body, of('core')),
  );
}

function answerExports(rest: string, request: WireRequest, parts: ReportParts): Answer | undefined {
  const [, id = '', verb = ''] = /^audienceExports(?:\/([\w-]+))?(?::(\w+))?$/.exec(rest) ?? [];
  if (request.method === 'GET' && verb === '') return { body: id === '' ? listExports(parts) : getExport(id, parts) };
  if (request.method !== 'POST') return undefined;
  if (id === '') return withBody(request, DATA_SHAPES.createAudienceExport!, (body) => createExport(body, parts));
  if (verb !== 'query') return undefined;
  return withBody(request, DATA_SHAPES.queryAudienceExport!, (body) => queryExport(id, body, parts));
}

function checkCompatibility(
  body: {
    readonly dimensions?: readonly Named[];
    readonly metrics?: readonly Metric[];
    readonly compatibilityFilter?: string;
  },
  vocabulary: Vocabulary,
): object {
  const names = (list: readonly Named[] = []) => list.map(({ name = '' }) => name);
  const dimensions = names(body.dimensions);
  const metrics = knownMetrics(names(body.metrics), computedOf(body.metrics));
  for (const name of dimensions) vocabulary.demand(name, 'dimension', 'core');
  for (const name of metrics) vocabulary.demand(name, 'metric', 'core');
  demandCompatible(dimensions, metrics);
  return compatibilities(dimensions, metrics, body.compatibilityFilter);
}

function withBody(
  request: WireRequest,
  shape: Parameters<typeof readBody>[1],
  answer: (body: Record<string, unknown>) => object,
): Answer {
  const text = typeof request.body === 'string' ? request.body : Buffer.from(request.body ?? []).toString('utf8');
  const read = readBody(text, shape, PACKAGE);
  return 'refusal' in read ? read : { body: answer(read.body) };
}
