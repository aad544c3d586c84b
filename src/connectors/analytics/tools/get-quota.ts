import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { propertyField, reportScope, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaReport } from '../shapes/report.ts';

/** `ga4_get_quota`: what a property has left to ask with. */
export const getQuota = defineTool({
  name: 'ga4_get_quota',
  title: 'Get the quota of a property',
  description:
    'Tells how many tokens and requests a property has left for this hour and day. Every report tells the tokens itself; ' +
    'use this to plan many reports, or when one was refused for its quota. Costs about one token.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly'],
  cacheTtlMs: 0,
  input: z.object({
    property: propertyField(),
    kind: z.enum(['core', 'realtime']).default('core').describe('Counted apart.'),
  }),
  output: z.object({
    quotas: z
      .array(
        z.object({
          name: z.string().describe('tokens_per_day, tokens_per_hour …'),
          left: z.number().int().describe('Remaining.'),
        }),
      )
      .describe('Each bucket; hours are clock hours, days end at midnight in California.'),
  }),
  quotaScope: (input) => (input.kind === 'realtime' ? scopeOf('realtime')(input) : reportScope(input)),
  examples: [
    { title: 'For reports', input: {} },
    { title: 'For realtime', input: { kind: 'realtime' } },
  ],

  async run({ property, kind }, upstream: AnalyticsUpstream) {
    const id = upstream.property(property);
    const asked = { metrics: [{ name: 'activeUsers' }], limit: '1', returnPropertyQuota: true };
    const { propertyQuota } =
      kind === 'realtime'
        ? await upstream.report(id, 'runRealtimeReport', asked, GaReport)
        : await upstream.report(id, 'runReport', { ...asked, dateRanges: [TODAY] }, GaReport);
    if (propertyQuota === undefined) {
      throw new PlatformError('upstream_failed', 'Google Analytics did not tell the quota.', { sent: 'no' });
    }
    const quotas = Object.entries(propertyQuota).flatMap(([name, status]) =>
      status === undefined ? [] : [{ name: toSnakeCase(name), left: status.remaining ?? 0 }],
    );
    return { quotas };
  },
});

const TODAY = { startDate: 'today', endDate: 'today' };

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
