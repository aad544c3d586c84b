import { dayMs, minuteMs } from '../../../emulation/world/days.ts';
import { shopDay } from '../../../emulation/world/traffic.ts';
import { factsOf } from './facts.ts';
import { draw } from './person-values.ts';
import type { AudienceExport } from './property-state.ts';
import type { ReportParts } from './report-face.ts';
import { Refusal } from './requests.ts';

const AUDIENCES: Readonly<Record<string, string>> = { '7001': 'All Users', '7002': 'Purchasers' };
const DIMENSIONS = ['deviceId', 'userId', 'isAdsPersonalizationAllowed', 'isLimitedAdTracking'];
/** How long an export takes to be made. */
const MAKING_MS = 2 * minuteMs;
const CREATION_TOKENS = 50;
const LIMIT_USUAL = 10_000;
const LOOK_BACK_DAYS = 30;

/** Answers `audienceExports.create`: an operation that is named after the export. */
export function createExport(
  body: { audience?: string; dimensions?: { dimensionName?: string }[] },
  parts: ReportParts,
) {
  const { state, nowMs, quota } = parts;
  const [, audience = ''] = new RegExp(`^properties/${state.id}/audiences/(\\d+)$`).exec(body.audience ?? '') ?? [];
  if (AUDIENCES[audience] === undefined) throw new Refusal('Requested entity was not found.', 404, 'NOT_FOUND');
  const dimensions = (body.dimensions ?? []).map(({ dimensionName = '' }) => dimensionName);
  if (dimensions.length === 0) throw new Refusal('An audience export requires at least one dimension.');
  const strange = dimensions.find((name) => !DIMENSIONS.includes(name));
  if (strange !== undefined) throw new Refusal(`Field ${strange} is not a valid dimension for audience exports.`);
  quota.demand(false);
  quota.charge(CREATION_TOKENS, false);
  const made: AudienceExport = { id: `e${state.nextId()}`, audience, dimensions, startedAtMs: nowMs };
  state.exports.push(made);
  return {
    name: `properties/${state.id}/audienceExports/${made.id}`,
    metadata: { '@type': 'type.googleapis.com/google.analytics.data.v1beta.AudienceExportMetadata' },
  };
}

/** Answers `audienceExports.list`. */
export function listExports(parts: ReportParts) {
  const { exports } = parts.state;
  return exports.length > 0 ? { audienceExports: exports.map((one) => viewOf(one, parts)) } : {};
}

/** Answers `audienceExports.get`. */
export function getExport(id: string, parts: ReportParts) {
  return viewOf(find(id, parts), parts);
}

/** Answers `audienceExports.query`; an export that is still made has no rows yet. */
export function queryExport(
  id: string,
  { limit, offset }: { limit?: string | number; offset?: string | number },
  parts: ReportParts,
) {
  const found = find(id, parts);
  if (!isActive(found, parts.nowMs)) {
    throw new Refusal('The audience export is not yet ACTIVE and cannot be queried.', 400, 'FAILED_PRECONDITION');
  }
  const users = usersOf(found, parts);
  const from = Number(offset ?? 0);
  const page = users.slice(from, from + (Number(limit ?? 0) || LIMIT_USUAL));
  return {
    audienceExport: viewOf(found, parts),
    ...(page.length > 0 && {
      audienceRows: page.map((userId) => ({
        dimensionValues: found.dimensions.map((name) => ({ value: valueFor(name, userId) })),
      })),
    }),
    ...(users.length > 0 && { rowCount: users.length }),
  };
}

function find(id: string, { state }: ReportParts): AudienceExport {
  const found = state.exports.find((one) => one.id === id);
  if (!found) throw new Refusal('Requested entity was not found.', 404, 'NOT_FOUND');
  return found;
}

function isActive({ startedAtMs }: AudienceExport, nowMs: number): boolean {
  return nowMs >= startedAtMs + MAKING_MS;
}

function viewOf(found: AudienceExport, parts: ReportParts) {
  const active = isActive(found, parts.nowMs);
  return {
    name: `properties/${parts.state.id}/audienceExports/${found.id}`,
    audience: `properties/${parts.state.id}/audiences/${found.audience}`,
    audienceDisplayName: AUDIENCES[found.audience],
    dimensions: found.dimensions.map((dimensionName) => ({ dimensionName })),
    state: active ? 'ACTIVE' : 'CREATING',
    beginCreatingTime: new Date(found.startedAtMs).toISOString(),
    creationQuotaTokensCharged: CREATION_TOKENS,
    ...(active && { rowCount: usersOf(found, parts).length }),
    percentageCompleted: active ? 100 : Math.floor(((parts.nowMs - found.startedAtMs) / MAKING_MS) * 100),
  };
}

function usersOf({ audience }: AudienceExport, { world, state, nowMs }: ReportParts): string[] {
  const today = shopDay(nowMs);
  const users = new Set<string>();
  for (const { session } of factsOf(
    world,
    { first: today - LOOK_BACK_DAYS * dayMs, last: today },
    state.hasData ? nowMs : 0,
    false,
  )) {
    if (draw('audience', session.userId) === audience) users.add(session.userId);
  }
  return [...users].sort();
}

function valueFor(dimension: string, userId: string): string {
  if (dimension === 'deviceId') return `D${userId}`;
  if (dimension === 'userId') return userId.startsWith('c') ? userId.slice(1) : '(not set)';
  return dimension === 'isLimitedAdTracking' ? 'false' : 'true';
}
