import { z } from 'zod';
import { defineTool, personal } from '../../define.ts';
import { propertyField } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaProperty, idOf, toWord } from '../shapes/property-detail.ts';

const GaChanges = z.object({
  changeHistoryEvents: z
    .array(
      z.object({
        id: z.string().optional(),
        changeTime: z.string().optional(),
        actorType: z.string().optional(),
        userActorEmail: z.string().optional(),
        changes: z.array(z.object({ resource: z.string().optional(), action: z.string().optional() })).optional(),
      }),
    )
    .optional(),
  nextPageToken: z.string().optional(),
});

/** `ga4_list_changes`: who changed what in the settings. */
export const listChanges = defineTool({
  name: 'ga4_list_changes',
  title: 'List changes of settings',
  description:
    'Lists who changed what in the settings of a property and when, newest first: streams, key events, links, retention. ' +
    'Use it where numbers break without a reason on the site.',
  effect: 'read',
  permission: 'ga4.changes.read',
  scopes: ['analytics.edit'],
  input: z.object({
    property: propertyField(),
    days: z.int().min(1).max(730).default(90).describe('How far back.'),
    limit: z.int().min(1).max(200).default(50).describe('Changes at most.'),
    cursor: z
      .string()
      .regex(/^[\x21-\x7e]{1,1000}$/, 'Give nextCursor of an earlier answer, unchanged.')
      .optional()
      .describe('nextCursor of the answer before.'),
  }),
  output: z.object({
    changes: z
      .array(
        z.object({
          at: z.string().describe('ISO 8601.'),
          actorType: z.string().describe('user, system or support.'),
          actor: personal(z.string().optional().describe('E-mail address of the user.')),
          what: z.array(z.string()).describe('As updated: properties/1/keyEvents/2.'),
        }),
      )
      .describe('Newest first.'),
    nextCursor: z.string().optional().describe('Give it as cursor for older ones; absent at the end.'),
  }),
  list: 'changes',
  examples: [
    { title: 'The last three months', input: {} },
    { title: 'The last week', input: { days: 7 } },
  ],

  async run({ property, days, limit, cursor }, upstream: AnalyticsUpstream, { now }) {
    const id = upstream.property(property);
    const { account, parent = '' } = await upstream.adminGet(id, `properties/${id}`, GaProperty);
    const body = {
      property: `properties/${id}`,
      earliestChangeTime: new Date(now() - days * 86_400_000).toISOString(),
      pageSize: limit,
      ...(cursor && { pageToken: cursor }),
    };
    const path = `accounts/${idOf(account ?? parent)}:searchChangeHistoryEvents`;
    const { changeHistoryEvents = [], nextPageToken } = await upstream.adminQuery(id, path, body, GaChanges);
    return {
      changes: changeHistoryEvents.map(({ changeTime = '', actorType, userActorEmail, changes = [] }) => ({
        at: changeTime,
        actorType: toWord(actorType) ?? 'unknown',
        actor: userActorEmail,
        what: changes.map(({ resource = '', action }) => `${toWord(action) ?? 'changed'}: ${resource}`),
      })),
      nextCursor: nextPageToken || undefined,
    };
  },
});
