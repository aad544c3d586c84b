import { z } from 'zod';

/** Output field for what the reader of an answer has to know about its numbers. */
export const Notices = z
  .array(z.string())
  .optional()
  .describe('Sampling, thresholds, losses and cuts; absent when there are none.');

/** Gives the notices that there are, `undefined` for none. */
export function noticesOf(...notices: readonly (string | undefined)[]): string[] | undefined {
  const told = notices.filter((notice) => notice !== undefined);
  return told.length > 0 ? told : undefined;
}
