import { z } from 'zod';

/** Input field for the name of an event, as Analytics allows it. */
export function eventNameField() {
  return z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'Letters, digits and underscores, a letter first, at most 40.')
    .describe('As it is sent: purchase, sign_up.');
}
