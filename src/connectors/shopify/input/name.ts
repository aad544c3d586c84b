import { z } from 'zod';

/** Input field for a name that programs give: letters, digits, and what joins them. */
export function nameField(most: number, description: string) {
  return z
    .string()
    .regex(/^[\w$.:+/=-]+$/, 'Use letters, digits, _ and - only.')
    .max(most)
    .describe(description);
}
