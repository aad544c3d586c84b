import { PlatformError } from '../../../kernel/errors.ts';

/** The error for a mutation whose payload holds neither what it made nor a reason: whether anything changed is not known. */
export function unconfirmed(): PlatformError {
  return new PlatformError('upstream_failed', 'Shopify did not say what became of the change.', { sent: 'unknown' });
}

/** The error for an id behind which this connection sees nothing. */
export function noSuch(what: string): PlatformError {
  return new PlatformError('not_found', `The shop has no such ${what}, or this connection may not see it.`, {
    sent: 'no',
  });
}
