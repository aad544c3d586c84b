import type { World } from '../../../emulation/world/records.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import { readBody } from '../../google/emulator/request-shape.ts';
import { createDefinition, DEFINITION_SHAPES, patchDefinition, viewOfDefinition } from './definition-admin.ts';
import { createKeyEvent, deleteKeyEvent, KEY_EVENT_SHAPE, patchKeyEvent, viewOfKeyEvent } from './key-event-admin.ts';
import type { PropertyState } from './property-state.ts';
import { Refusal } from './requests.ts';

/** The one account; its number. */
export const ACCOUNT = '98765432';

const PACKAGE = { package: 'google.analytics.admin.v1beta' };
const PAGE_USUAL = 50;
const PAGE_MAX = 200;

const HISTORY_SHAPE = {
  property: 'string',
  resourceType: { listOf: 'string' },
  action: { listOf: { enum: 'ActionType', values: ['ACTION_TYPE_UNSPECIFIED', 'CREATED', 'UPDATED', 'DELETED'] } },
  actorEmail: { listOf: 'string' },
  earliestChangeTime: 'string',
  latestChangeTime: 'string',
  pageSize: 'int32',
  pageToken: 'string',
} as const;

/** What the Admin API needs of everything. */
export interface AdminParts {
  readonly world: World;
  readonly properties: readonly PropertyState[];
  readonly nowMs: number;
}

/** A good answer's body, or a reply that is already a refusal. */
export type Answer = { readonly body: object } | { readonly refusal: WireReply };

/** Answers the Admin API below a version; `undefined` for paths that it does not have. */
export function answerAdmin(
  version: string,
  path: string,
  request: WireRequest,
  parts: AdminParts,
): Answer | undefined {
  const { method } = request;
  const query = new URL(request.url).searchParams;
  if (path === 'accountSummaries' && method === 'GET')
    return { body: paged('accountSummaries', summaries(parts), query) };
  if (path === `accounts/${ACCOUNT}:searchChangeHistoryEvents` && method === 'POST') return history(request, parts);
  const [, id, rest = ''] = /^properties\/(\d+)(?:\/(.*))?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const state = parts.properties.find((property) => property.id === id);
  if (!state) throw new Refusal('The caller does not have permission', 403, 'PERMISSION_DENIED');
  if (rest === '') return method === 'GET' ? { body: viewOfProperty(state, parts.world) } : undefined;
  if (version === 'v1alpha') {
    if (rest !== 'reportingDataAnnotations' || method !== 'GET') return undefined;
    return { body: paged('reportingDataAnnotations', annotations(state), query) };
  }
  const [collection = '', last = ''] = rest.split('/');
  if (method === 'GET' && last === '') return listing(collection, state, parts, query);
  return change(collection, last, state, request, parts);
}

function listing(
  collection: string,
  state: PropertyState,
  { world }: AdminParts,
  query: URLSearchParams,
): Answer | undefined {
  const definitions = (kind: 'dimension' | 'metric') =>
    state.definitions.filter((one) => one.kind === kind).map((one) => viewOfDefinition(state.id, one));
  switch (collection) {
    case 'dataStreams':
      return { body: paged(collection, streams(state, world), query) };
    case 'keyEvents':
      return {
        body: paged(
          collection,
          state.keyEvents.map((event) => viewOfKeyEvent(state.id, event)),
          query,
        ),
      };
    case 'customDimensions':
      return { body: paged(collection, definitions('dimension'), query) };
    case 'customMetrics':
      return { body: paged(collection, definitions('metric'), query) };
    case 'googleAdsLinks':
      return { body: paged(collection, adsLinks(state), query) };
    case 'firebaseLinks':
      return { body: paged(collection, [], query) };
    case 'dataRetentionSettings':
      return {
        body: {
          name: `properties/${state.id}/dataRetentionSettings`,
          eventDataRetention: 'FOURTEEN_MONTHS',
          userDataRetention: 'FOURTEEN_MONTHS',
          resetUserDataOnNewActivity: true,
        },
      };
    default:
      return undefined;
  }
}

function change(
  collection: string,
  last: string,
  state: PropertyState,
  request: WireRequest,
  { nowMs }: AdminParts,
): Answer | undefined {
  const isKeyEvents = collection === 'keyEvents';
  if (!isKeyEvents && collection !== 'customDimensions' && collection !== 'customMetrics') return undefined;
  const [id = '', verb = ''] = last.split(':');
  const kind = collection === 'customMetrics' ? 'metric' : 'dimension';
  const text = String(
    typeof request.body === 'string' ? request.body : Buffer.from(request.body ?? []).toString('utf8'),
  );
  const shape = verb === 'archive' ? {} : isKeyEvents ? KEY_EVENT_SHAPE : DEFINITION_SHAPES[collection];
  const read = readBody(text, shape, PACKAGE);
  if ('refusal' in read) return read;
  const { body } = read;
  const mask = (new URL(request.url).searchParams.get('updateMask') ?? '').split(',').filter((name) => name !== '');
  if (request.method === 'POST' && last === '') {
    return {
      body: isKeyEvents
        ? viewOfKeyEvent(state.id, createKeyEvent(state, body, nowMs))
        : viewOfDefinition(state.id, createDefinition(state, kind, body, nowMs)),
    };
  }
  const keyEvent = isKeyEvents ? state.keyEvents.find((event) => String(event.id) === id) : undefined;
  const definition = isKeyEvents
    ? undefined
    : state.definitions.find((one) => one.kind === kind && String(one.id) === id);
  if (!keyEvent && !definition) throw new Refusal('Requested entity was not found.', 404, 'NOT_FOUND');
  if (request.method === 'PATCH') {
    if (mask.length === 0) throw new Refusal('The update_mask is required.');
    return {
      body: keyEvent
        ? viewOfKeyEvent(state.id, patchKeyEvent(state, keyEvent, body, mask, nowMs))
        : viewOfDefinition(state.id, patchDefinition(state, definition!, body, mask)),
    };
  }
  if (request.method === 'DELETE' && keyEvent) {
    deleteKeyEvent(state, keyEvent, nowMs);
    return { body: {} };
  }
  if (request.method === 'POST' && verb === 'archive' && definition) {
    state.definitions = state.definitions.filter((one) => one !== definition);
    state.note(nowMs, 'DELETED', `${collection}/${definition.id}`);
    return { body: {} };
  }
  return undefined;
}

function history(request: WireRequest, { properties, nowMs }: AdminParts): Answer {
  const text = String(
    typeof request.body === 'string' ? request.body : Buffer.from(request.body ?? []).toString('utf8'),
  );
  const read = readBody(text, HISTORY_SHAPE, PACKAGE);
  if ('refusal' in read) return read;
  const {
    property = '',
    earliestChangeTime = '',
    pageSize = PAGE_USUAL,
    pageToken = '',
  } = read.body as Record<string, string>;
  const since = Date.parse(earliestChangeTime) || 0;
  const events = properties
    .filter(({ id }) => property === '' || property === `properties/${id}`)
    .flatMap(({ changes }) => changes)
    .filter(({ atMs }) => atMs >= since && atMs <= nowMs)
    .sort((a, b) => b.atMs - a.atMs)
    .map(({ atMs, action, resource }, index) => ({
      id: `h${index + 1}`,
      changeTime: new Date(atMs).toISOString(),
      actorType: 'USER',
      userActorEmail: 'owner@larkmoor-tea.example',
      changes: [{ resource, action }],
    }));
  const query = new URLSearchParams({ pageSize: String(pageSize), pageToken: String(pageToken) });
  return { body: paged('changeHistoryEvents', events, query) };
}

/** A page of a list; the field is missing where there is nothing, and the token on the last page. */
function paged(field: string, rows: readonly object[], query: URLSearchParams): object {
  const size = Math.min(Number(query.get('pageSize') ?? 0) || PAGE_USUAL, PAGE_MAX);
  const token = query.get('pageToken') ?? '';
  const from = token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) throw new Refusal('Invalid page token.');
  const page = rows.slice(from, from + size);
  const end = from + page.length;
  return {
    ...(page.length > 0 && { [field]: page }),
    ...(end < rows.length && { nextPageToken: Buffer.from(String(end)).toString('base64url') }),
  };
}

function summaries({ world, properties }: AdminParts): object[] {
  return [
    {
      name: `accountSummaries/${ACCOUNT}`,
      account: `accounts/${ACCOUNT}`,
      displayName: world.shop.name,
      propertySummaries: properties.map(({ id, displayName }) => ({
        property: `properties/${id}`,
        displayName,
        propertyType: 'PROPERTY_TYPE_ORDINARY',
        parent: `accounts/${ACCOUNT}`,
      })),
    },
  ];
}

function viewOfProperty({ id, displayName }: PropertyState, { shop, firstDayMs }: World): object {
  const createTime = new Date(firstDayMs).toISOString();
  return {
    name: `properties/${id}`,
    propertyType: 'PROPERTY_TYPE_ORDINARY',
    createTime,
    updateTime: createTime,
    parent: `accounts/${ACCOUNT}`,
    displayName,
    industryCategory: 'FOOD_AND_DRINK',
    timeZone: shop.timeZone,
    currencyCode: shop.currency,
    serviceLevel: 'GOOGLE_ANALYTICS_STANDARD',
    account: `accounts/${ACCOUNT}`,
  };
}

function streams({ id, hasData }: PropertyState, { shop, firstDayMs }: World): object[] {
  const host = hasData ? shop.host : `staging.${shop.host}`;
  return [
    {
      name: `properties/${id}/dataStreams/5550142`,
      type: 'WEB_DATA_STREAM',
      displayName: `${shop.name} online shop`,
      createTime: new Date(firstDayMs).toISOString(),
      updateTime: new Date(firstDayMs).toISOString(),
      webStreamData: { measurementId: hasData ? 'G-LARKM00R42' : 'G-LARKM00R43', defaultUri: `https://${host}` },
    },
  ];
}

function adsLinks({ id, hasData }: PropertyState): object[] {
  if (!hasData) return [];
  return [
    {
      name: `properties/${id}/googleAdsLinks/6001`,
      customerId: '5550142000',
      canManageClients: false,
      adsPersonalizationEnabled: true,
      creatorEmailAddress: 'owner@larkmoor-tea.example',
    },
  ];
}

function annotations({ id, hasData }: PropertyState): object[] {
  if (!hasData) return [];
  return [
    {
      name: `properties/${id}/reportingDataAnnotations/8001`,
      title: 'Autumn campaign begins',
      description: 'Ads and letters for the autumn teas.',
      color: 'GREEN',
      annotationDate: { year: 2026, month: 9, day: 24 },
    },
    {
      name: `properties/${id}/reportingDataAnnotations/8002`,
      title: 'New checkout',
      color: 'BLUE',
      annotationDateRange: { startDate: { year: 2026, month: 6, day: 2 }, endDate: { year: 2026, month: 6, day: 9 } },
    },
  ];
}
