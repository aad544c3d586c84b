import { z } from 'zod';

/** Output field for what the reader of an answer has to know about its gaps. */
export const Notices = z.array(z.string()).optional().describe('What is missing or not final, and why.');

/** Gives the notices that there are, `undefined` for none. */
export function noticesOf(...notices: readonly (string | undefined | false)[]): string[] | undefined {
  const told = notices.filter((notice) => typeof notice === 'string');
  return told.length > 0 ? told : undefined;
}
