import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool, personal } from '../../define.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { AudienceExport, GaAudienceExport, listExports, toAudienceExport } from '../shapes/audience-export.ts';

const GaAudienceRows = z.object({
  audienceExport: GaAudienceExport.optional(),
  audienceRows: z
    .array(z.object({ dimensionValues: z.array(z.object({ value: z.string().default('') })).optional() }))
    .optional(),
  rowCount: z.number().int().optional(),
});

/** `ga4_get_audience_users`: the exports of audiences there are, and the users in one. */
export const getAudienceUsers = defineTool({
  name: 'ga4_get_audience_users',
  title: 'Get exported audience users',
  description:
    'Without export, lists the snapshots of audiences that ga4_create_audience_export began, with their state. With one ' +
    'that is active, gives its users, page by page.',
  effect: 'read',
  permission: 'ga4.customers.read',
  scopes: ['analytics.readonly'],
  feature: 'ga4-audiences',
  cacheTtlMs: 0,
  input: z.object({
    property: propertyField(),
    export: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'Give the id of an export, as the list shows it.')
      .optional()
      .describe('Id of an export.'),
    limit: z.int().min(1).max(10_000).default(100).describe('Users at most.'),
    offset: z.int().min(0).max(100_000_000).default(0).describe('nextOffset of the answer before.'),
  }),
  output: z.object({
    exports: z.array(AudienceExport).describe('All, or the one that was asked for.'),
    users: z
      .array(
        z.object({
          deviceId: personal(z.string().optional().describe('Of the browser or app.')),
          userId: personal(z.string().optional().describe('As the site gave it.')),
          other: z.array(z.string()).describe('Further dimensions, as name: value.'),
        }),
      )
      .describe('Empty without export.'),
    rowCount: z.number().int().describe('Users in the export.'),
    nextOffset: z.number().int().optional().describe('Give it as offset for the next users; absent at the end.'),
  }),
  list: 'users',
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'Which exports there are', input: {} },
    { title: 'Users of one', input: { export: 'e9001', limit: 20 } },
  ],

  async run({ property, export: exportId, limit, offset }, upstream: AnalyticsUpstream) {
    const id = upstream.property(property);
    if (exportId === undefined) return { exports: [...(await listExports(id, upstream)).rows], users: [], rowCount: 0 };
    const path = `audienceExports/${exportId}`;
    const found = toAudienceExport(await upstream.dataGet(id, path, GaAudienceExport));
    if (found.state !== 'active') {
      const why =
        found.state === 'failed'
          ? `It failed: ${found.error ?? 'no reason given'}.`
          : 'It is still being made; try again in a minute.';
      throw new PlatformError('upstream_rejected', `The export has no users to read. ${why}`, { sent: 'no' });
    }
    const page = { limit: String(limit), offset: String(offset) };
    const { audienceRows = [], rowCount = 0 } = await upstream.dataPost(id, `${path}:query`, page, GaAudienceRows);
    const end = offset + audienceRows.length;
    return {
      exports: [found],
      users: audienceRows.map(({ dimensionValues = [] }) =>
        toUser(
          found.dimensions,
          dimensionValues.map(({ value }) => value),
        ),
      ),
      rowCount,
      nextOffset: audienceRows.length > 0 && end < rowCount ? end : undefined,
    };
  },
});

function toUser(names: readonly string[], values: readonly string[]) {
  const of = (name: string) => values[names.indexOf(name)];
  const other = names.flatMap((name, index) =>
    name === 'deviceId' || name === 'userId' ? [] : [`${name}: ${values[index] ?? ''}`],
  );
  return {
    deviceId: names.includes('deviceId') ? of('deviceId') : undefined,
    userId: names.includes('userId') ? of('userId') : undefined,
    other,
  };
}
