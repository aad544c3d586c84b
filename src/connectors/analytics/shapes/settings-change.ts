import { z } from 'zod';
import { personal } from '../../define.ts';
import { toWord } from './property-detail.ts';

/** A page of the history of an account's settings. */
export const GaChanges = z.object({
  changeHistoryEvents: z
    .array(
      z.object({
        changeTime: z.string().optional(),
        actorType: z.string().optional(),
        userActorEmail: z.string().optional(),
        changes: z.array(z.object({ resource: z.string().optional(), action: z.string().optional() })).optional(),
      }),
    )
    .optional(),
  nextPageToken: z.string().optional(),
});

/** Who changed what in the settings. */
export const SettingsChange = z.object({
  at: z.string().describe('ISO 8601.'),
  actorType: z.string().describe('user, system or support.'),
  actor: personal(z.string().optional().describe('E-mail address of the user.')),
  what: z.array(z.string()).describe('As updated: properties/1/keyEvents/2.'),
});

/** Gives the changes of a page, newest first. */
export function toSettingsChanges({
  changeHistoryEvents = [],
}: z.output<typeof GaChanges>): z.output<typeof SettingsChange>[] {
  return changeHistoryEvents.map(({ changeTime = '', actorType, userActorEmail, changes = [] }) => ({
    at: changeTime,
    actorType: toWord(actorType) ?? 'unknown',
    actor: userActorEmail,
    what: changes.map(({ resource = '', action }) => `${toWord(action) ?? 'changed'}: ${resource}`),
  }));
}
