import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { eventNameField } from '../input/event-name.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaKeyEvent, KeyEvent, toKeyEvent } from '../shapes/key-event.ts';

/** `ga4_save_key_event`: an event counts as a success from now on, or counts differently. */
export const saveKeyEvent = defineTool({
  name: 'ga4_save_key_event',
  title: 'Create or change a key event',
  description:
    'Makes an event a key event (conversion) from now on, or changes how it counts; past data stays. ga4_get_property lists ' +
    'them.',
  effect: 'write',
  permission: 'ga4.key-events.write',
  scopes: ['analytics.edit'],
  repeatable: true,
  input: z
    .object({
      property: propertyField(),
      eventName: eventNameField(),
      counting: z.enum(['once_per_event', 'once_per_session']).default('once_per_event').describe('How it counts.'),
      defaultValue: z.number().min(0).max(1_000_000).optional().describe('Worth of one without.'),
      defaultCurrency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'Give three capital letters: EUR.')
        .optional()
        .describe('Its currency.'),
    })
    .refine(({ defaultValue, defaultCurrency }) => (defaultValue === undefined) === (defaultCurrency === undefined), {
      error: 'Give defaultValue and defaultCurrency together.',
      path: ['defaultCurrency'],
    }),
  output: z.object({
    keyEvent: KeyEvent.describe('As it is now.'),
    change: z.string().describe('created, updated or unchanged.'),
  }),
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'Newsletter sign-ups count once a visit', input: { eventName: 'sign_up', counting: 'once_per_session' } },
    {
      title: 'A lead is worth 20 euros',
      input: { eventName: 'generate_lead', defaultValue: 20, defaultCurrency: 'EUR' },
    },
  ],

  async run(
    { property, eventName, counting, defaultValue, defaultCurrency },
    upstream: AnalyticsUpstream,
    { atFirst },
  ) {
    const id = upstream.property(property);
    const path = `properties/${id}/keyEvents`;
    const { rows } = await upstream.adminList(id, path, 'keyEvents', GaKeyEvent);
    const found = rows.find((event) => event.eventName === eventName);
    const value =
      defaultValue === undefined ? undefined : { numericValue: defaultValue, currencyCode: defaultCurrency };
    const wanted = { countingMethod: counting.toUpperCase(), ...(value && { defaultValue: value }) };
    const before = await atFirst(async () => found);
    if (found === undefined) {
      const created = await upstream.adminChange(id, 'POST', path, { eventName, ...wanted }, GaKeyEvent);
      return { keyEvent: toKeyEvent(created), change: 'created' };
    }
    const mask = [
      ...(found.countingMethod === wanted.countingMethod ? [] : ['countingMethod']),
      ...(value === undefined || isSameValue(found, value) ? [] : ['defaultValue']),
    ];
    if (mask.length === 0)
      return { keyEvent: toKeyEvent(found), change: before === found ? 'unchanged' : before ? 'updated' : 'created' };
    const changed = await upstream.adminChange(
      id,
      'PATCH',
      `${found.name}?updateMask=${mask.join(',')}`,
      wanted,
      GaKeyEvent,
    );
    return { keyEvent: toKeyEvent(changed), change: 'updated' };
  },

  async readBack({ property, eventName, counting, ...worth }, upstream: AnalyticsUpstream, { write }) {
    const id = upstream.property(property);
    const { rows } = await upstream.adminList(id, `properties/${id}/keyEvents`, 'keyEvents', GaKeyEvent);
    const found = rows.find((event) => event.eventName === eventName);
    const value = { numericValue: worth.defaultValue, currencyCode: worth.defaultCurrency };
    const holds =
      found?.countingMethod === counting.toUpperCase() &&
      (worth.defaultValue === undefined || isSameValue(found, value));
    return stateFound({ what: 'The key event with its counting and value', holds }, write);
  },
});

function isSameValue({ defaultValue }: GaKeyEvent, wanted: { numericValue?: number; currencyCode?: string }): boolean {
  return defaultValue?.numericValue === wanted.numericValue && defaultValue?.currencyCode === wanted.currencyCode;
}
