import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { quotedIssues } from './quoted.ts';

/** The errors that a mutation's payload carries when Shopify understood the change and refused it. */
export const UserErrors = z.array(
  z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }),
);

type UserError = z.output<typeof UserErrors>[number];

/** What Shopify says of a key of `@idempotent`, by code, or in words alone where the payload has no codes (`refundCreate`). */
const UNDER_WAY = ['IDEMPOTENCY_CONCURRENT_REQUEST', 'This request is currently in progress, please try again.'];
const FAILED_BEFORE = [
  'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
  'A previous request with this idempotency key failed. Retry with a new idempotency key.',
];
const KNOWN_FOR_ANOTHER = [
  'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
  'The same idempotency key cannot be used with different operation parameters.',
];

/**
 * Throws `upstream_rejected` when there are any, each as an issue under the path that Shopify names; nothing was changed then.
 * That the same change is still being made elsewhere leaves its fate open, and may be asked again with the same key.
 */
export function refuseUserErrors(errors: z.output<typeof UserErrors>): void {
  if (errors.length === 0) return;
  if (saysAnyOf(errors, UNDER_WAY)) throw unconfirmed();
  if (saysAnyOf(errors, FAILED_BEFORE))
    throw spentKey('Shopify failed at this change before, and takes it no more under the same idempotency key.');
  if (saysAnyOf(errors, KNOWN_FOR_ANOTHER)) throw spentKey('Shopify knows this idempotency key for another change.');
  const issues = quotedIssues(errors.map(({ field, message }) => ({ path: field?.join('.') ?? '', message })));
  const told = issues.map(({ message }) => message).join(' ');
  throw new PlatformError('upstream_rejected', `Shopify refused the change: ${told}`, { issues, sent: 'no' });
}

function saysAnyOf(errors: readonly UserError[], words: readonly string[]): boolean {
  return errors.some(({ code, message }) => words.includes(code ?? message));
}

/** Gives the error for a change that was not made, and cannot be with the key that it has. */
function spentKey(reason: string): PlatformError {
  const issues = [{ path: 'idempotencyKey', message: 'Use a new one.' }];
  return new PlatformError('upstream_rejected', `${reason} Use a new one.`, { issues, sent: 'no' });
}

/** Gives the error for a change of which Shopify did not say what became of it. */
export function unconfirmed(): PlatformError {
  return new PlatformError('upstream_failed', 'Shopify did not say what became of the change.', { sent: 'unknown' });
}
