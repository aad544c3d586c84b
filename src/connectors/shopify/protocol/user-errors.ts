import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { quotedIssues } from './quoted.ts';

/** The errors that a mutation's payload carries when Shopify understood the change and refused it. */
export const UserErrors = z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string() }));

/** Throws `upstream_rejected` when there are any, each as an issue under the path that Shopify names; nothing was changed then. */
export function refuseUserErrors(errors: z.output<typeof UserErrors>): void {
  if (errors.length === 0) return;
  const issues = quotedIssues(errors.map(({ field, message }) => ({ path: field?.join('.') ?? '', message })));
  const told = issues.map(({ message }) => message).join(' ');
  throw new PlatformError('upstream_rejected', `Shopify refused the change: ${told}`, { issues, sent: 'no' });
}
