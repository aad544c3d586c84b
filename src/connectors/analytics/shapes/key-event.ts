import { z } from 'zod';
import { idOf, toWord } from './property-detail.ts';

export const GaKeyEvent = z.object({
  name: z.string().regex(/^properties\/\d+\/keyEvents\/[\w-]+$/),
  eventName: z.string(),
  countingMethod: z.string().optional(),
  deletable: z.boolean().optional(),
  custom: z.boolean().optional(),
  createTime: z.string().optional(),
  defaultValue: z.object({ numericValue: z.number().optional(), currencyCode: z.string().optional() }).optional(),
});

export type GaKeyEvent = z.output<typeof GaKeyEvent>;

/** An event that counts as a success. */
export const KeyEvent = z.object({
  id: z.string().describe('Number.'),
  eventName: z.string().describe('Event that counts.'),
  counting: z.string().optional().describe('once_per_event or once_per_session.'),
  isDeletable: z.boolean().optional().describe('False for Google’s own.'),
  defaultValue: z.number().optional().describe('Worth of one, where the event tells none.'),
  defaultCurrency: z.string().optional().describe('Of the default value.'),
  createdAt: z.string().optional().describe('ISO 8601.'),
});

export function toKeyEvent(event: GaKeyEvent): z.output<typeof KeyEvent> {
  return {
    id: idOf(event.name),
    eventName: event.eventName,
    counting: toWord(event.countingMethod),
    isDeletable: event.deletable,
    defaultValue: event.defaultValue?.numericValue,
    defaultCurrency: event.defaultValue?.currencyCode,
    createdAt: event.createTime,
  };
}
