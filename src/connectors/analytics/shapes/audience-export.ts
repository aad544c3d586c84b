import { z } from 'zod';
import type { AnalyticsUpstream, Listing } from '../protocol/upstream.ts';
import { idOf, toWord } from './property-detail.ts';

export const GaAudienceExport = z.object({
  name: z.string(),
  audience: z.string(),
  audienceDisplayName: z.string().optional(),
  dimensions: z.array(z.object({ dimensionName: z.string().optional() })).optional(),
  state: z.string().optional(),
  beginCreatingTime: z.string().optional(),
  creationQuotaTokensCharged: z.number().int().optional(),
  rowCount: z.number().int().optional(),
  errorMessage: z.string().optional(),
  percentageCompleted: z.number().optional(),
});

/** A snapshot of the users of an audience, made on request. */
export const AudienceExport = z.object({
  id: z.string().describe('For ga4_get_audience_users.'),
  audience: z.string().describe('Number of the audience.'),
  audienceName: z.string().optional().describe('Display name.'),
  dimensions: z.array(z.string()).describe('What it tells of each user.'),
  state: z.string().describe('creating, active or failed.'),
  percent: z.number().optional().describe('Done so far.'),
  rowCount: z.number().int().optional().describe('Users in it.'),
  startedAt: z.string().optional().describe('ISO 8601.'),
  tokensCharged: z.number().int().optional().describe('What making it cost.'),
  error: z.string().optional().describe('Why it failed.'),
});

export function toAudienceExport(found: z.output<typeof GaAudienceExport>): z.output<typeof AudienceExport> {
  return {
    id: idOf(found.name),
    audience: idOf(found.audience),
    audienceName: found.audienceDisplayName,
    dimensions: (found.dimensions ?? []).flatMap(({ dimensionName }) => dimensionName ?? []),
    state: toWord(found.state) ?? 'creating',
    percent: found.percentageCompleted,
    rowCount: found.rowCount,
    startedAt: found.beginCreatingTime,
    tokensCharged: found.creationQuotaTokensCharged,
    error: found.errorMessage,
  };
}

const GaAudienceExports = z.object({
  audienceExports: z.array(GaAudienceExport).optional(),
  nextPageToken: z.string().optional(),
});

const PAGES_MAX = 5;

/** Lists the exports of a property, page after page, or as many as are read. */
export async function listExports(
  property: string,
  upstream: AnalyticsUpstream,
): Promise<Listing<z.output<typeof AudienceExport>>> {
  const rows: z.output<typeof AudienceExport>[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = new URLSearchParams({ pageSize: '200', ...(token ? { pageToken: token } : {}) });
    const reply = await upstream.dataGet(property, `audienceExports?${query}`, GaAudienceExports);
    rows.push(...(reply.audienceExports ?? []).map(toAudienceExport));
    token = reply.nextPageToken || undefined;
    if (token === undefined) break;
  }
  return { rows, isCut: token !== undefined };
}
