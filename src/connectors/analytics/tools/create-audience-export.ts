import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { propertyField, reportScope } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { AudienceExport, GaAudienceExport, listExports, toAudienceExport } from '../shapes/audience-export.ts';

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
    // It has begun, and its name is known: what is read of it adds to that and may be lacking.
    const begun = { ...body, name: path, state: 'CREATING' };
    const read = upstream.dataGet(id, path.replace(`properties/${id}/`, ''), GaAudienceExport);
    return { export: toAudienceExport((await read.catch(unlessOurs)) ?? begun) };
  },

  /** One that was begun since is as good as the one that was asked for, whoever began it: both list the same users. */
  async readBack({ property, audience, dimensions }, upstream: AnalyticsUpstream, { write }) {
    const { rows, isCut } = await listExports(upstream.property(property), upstream);
    const wanted = dimensions.map(toCamelCase).sort().join();
    const found = rows.find(
      (one) =>
        one.audience === audience &&
        [...one.dimensions].sort().join() === wanted &&
        Date.parse(one.startedAt ?? '') >= write.earliestAt,
    );
    if (found) {
      const because = 'An export of this audience with these dimensions was begun since the write began.';
      return { found: 'done', because, output: { export: found } };
    }
    if (isCut) {
      const because = 'There are more exports than are looked through. Look for it with ga4_get_audience_users.';
      return { found: 'cannot_tell', because };
    }
    const because = 'No export of this audience with these dimensions was begun since the write began.';
    return { found: 'not_done', because };
  },
});

/** Lets go what Google said, or did not say, and throws everything else. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof PlatformError)) throw error;
}

const GaOperation = z.object({
  name: z.string(),
  response: z.object({ name: z.string().optional() }).optional(),
});

function toCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
