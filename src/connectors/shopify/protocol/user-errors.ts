import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { quotedIssues } from './quoted.ts';

/** The errors that a mutation's payload carries when Shopify understood the change and refused it. */
export const UserErrors = z.array(
  z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }),
);

/**
 * Throws `upstream_rejected` when there are any, each as an issue under the path that Shopify names; nothing was changed then.
 * That the same change is still being made elsewhere leaves its fate open.
 */
export function refuseUserErrors(errors: z.output<typeof UserErrors>): void {
  if (errors.length === 0) return;
  if (errors.some(({ code }) => code === 'IDEMPOTENCY_CONCURRENT_REQUEST')) throw unconfirmed();
  const issues = quotedIssues(errors.map(({ field, message }) => ({ path: field?.join('.') ?? '', message })));
  const told = issues.map(({ message }) => message).join(' ');
  throw new PlatformError('upstream_rejected', `Shopify refused the change: ${told}`, { issues, sent: 'no' });
}

/** Gives the error for a change of which Shopify did not say what became of it. */
export function unconfirmed(): PlatformError {
  return new PlatformError('upstream_failed', 'Shopify did not say what became of the change.', { sent: 'unknown' });
}
