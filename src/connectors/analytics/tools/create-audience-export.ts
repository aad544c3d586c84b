import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { propertyField, reportScope } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { AudienceExport, GaAudienceExport, toAudienceExport } from '../shapes/audience-export.ts';

/** `ga4_create_audience_export`: Analytics begins to list the users of an audience. */
export const createAudienceExport = defineTool({
  name: 'ga4_create_audience_export',
  title: 'Export an audience',
  description:
    'Starts a snapshot of the users of an audience. It takes minutes and many tokens; then ga4_get_audience_users reads ' +
    'it for 72 hours. The audience’s number is audienceId in reports. To count users, a report with audienceName is ' +
    'enough.',
  effect: 'write',
  permission: 'ga4.audiences.write',
  scopes: ['analytics.readonly'],
  feature: 'ga4-audiences',
  input: z.object({
    property: propertyField(),
    audience: z
      .string()
      .regex(/^[0-9]{1,20}$/, 'Give the number of the audience.')
      .describe('Number of the audience.'),
    dimensions: z
      .array(z.enum(['device_id', 'user_id', 'is_ads_personalization_allowed', 'is_limited_ad_tracking']))
      .min(1)
      .max(4)
      .default(['device_id'])
      .describe('What to tell of each user.'),
  }),
  output: z.object({ export: AudienceExport.describe('As it begins.') }),
  quotaScope: (input) => reportScope({ property: input.property }),
  examples: [
    { title: 'Devices of an audience', input: { audience: '7001' } },
    { title: 'With user ids', input: { audience: '7002', dimensions: ['device_id', 'user_id'] } },
  ],

  async run({ property, audience, dimensions }, upstream: AnalyticsUpstream) {
    const id = upstream.property(property);
    const body = {
      audience: `properties/${id}/audiences/${audience}`,
      dimensions: dimensions.map((name) => ({ dimensionName: toCamelCase(name) })),
    };
    const { response, name } = await upstream.dataCreate(id, 'audienceExports', body, GaOperation);
    // The operation is named after the export that it makes; what there is of it is read back.
    const [path] = /properties\/\d+\/audienceExports\/[\w-]+/.exec(response?.name ?? name) ?? [];
    if (path === undefined) {
      throw new PlatformError('outcome_unknown', 'Google Analytics began the export without saying which it is.', {
        sent: 'unknown',
      });
    }
    return {
      export: toAudienceExport(await upstream.dataGet(id, path.replace(`properties/${id}/`, ''), GaAudienceExport)),
    };
  },
  noReadBack:
    'An export carries no mark of who began it, and several of one audience may run. One that nobody reads does no harm: settle it as not done, and have it begun anew.',
});

const GaOperation = z.object({
  name: z.string(),
  response: z.object({ name: z.string().optional() }).optional(),
});

function toCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
