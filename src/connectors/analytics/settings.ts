import type { Setting } from '../../kernel/setting.ts';
import { googleSettings } from '../google/settings.ts';

/** Whether a text is the number of a property, bare or as the API writes it. */
export function isProperty(text: string): boolean {
  return /^(properties\/)?[0-9]{1,15}$/.test(text);
}

/** The settings of the connection `default`. */
export const ANALYTICS_SETTINGS: readonly Setting[] = [
  ...googleSettings('GA4_', 'Google Analytics'),
  {
    name: 'GA4_PROPERTY_ID',
    group: 'Google Analytics',
    type: 'text',
    check: (property) =>
      isProperty(property)
        ? undefined
        : 'is not the number of a property; write it like 123456789 (Admin, Property settings), not the measurement id G-….',
    description: 'Number of the property that tools mean when they are given none.',
  },
];
