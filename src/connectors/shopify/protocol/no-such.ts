import { PlatformError } from '../../../kernel/errors.ts';

/** The error for an id behind which this connection sees nothing. */
export function noSuch(what: string): PlatformError {
  return new PlatformError('not_found', `The shop has no such ${what}, or this connection may not see it.`, {
    sent: 'no',
  });
}
