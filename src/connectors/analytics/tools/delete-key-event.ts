import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { eventNameField } from '../input/event-name.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import { type AnalyticsUpstream, Empty } from '../protocol/upstream.ts';
import { GaKeyEvent } from '../shapes/key-event.ts';

/** `ga4_delete_key_event`: an event no longer counts as a success. */
export const deleteKeyEvent = defineTool({
  name: 'ga4_delete_key_event',
  title: 'Delete a key event',
  description: 'Makes an event no key event (conversion) any more: reports and ad bidding change. Google’s own stay.',
  effect: 'destroy',
  permission: 'ga4.key-events.delete',
  scopes: ['analytics.edit'],
  repeatable: true,
  input: z.object({ property: propertyField(), eventName: eventNameField() }),
  output: z.object({
    eventName: z.string().describe('The event.'),
    state: z.string().describe('deleted, or absent where there was none.'),
  }),
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'Sign-ups no longer count', input: { eventName: 'sign_up' } },
    { title: 'At another property', input: { property: '412345679', eventName: 'generate_lead' } },
  ],

  async run({ property, eventName }, upstream: AnalyticsUpstream, { atFirst }) {
    const id = upstream.property(property);
    const { rows } = await upstream.adminList(id, `properties/${id}/keyEvents`, 'keyEvents', GaKeyEvent);
    const found = rows.find((event) => event.eventName === eventName);
    const before = await atFirst(async () => found);
    if (found === undefined) return { eventName, state: before === undefined ? 'absent' : 'deleted' };
    if (found.deletable === false) {
      const message = `${eventName} is one of Google’s own key events and cannot be deleted.`;
      throw new PlatformError('upstream_rejected', message, { sent: 'no' });
    }
    await upstream.adminChange(id, 'DELETE', found.name, undefined, Empty);
    return { eventName, state: 'deleted' };
  },
});
