import { z } from 'zod';
import { type GaPropertyQuota, TokensLeft, toTokensLeft } from './property-quota.ts';

/** Output field for what the numbers of a report stand on. */
export const Basis = z
  .object({
    timeZone: z.string().optional().describe('Whose days these are.'),
    currency: z.string().optional().describe('Of money.'),
    tokensLeft: TokensLeft,
  })
  .describe('Time zone, currency, and tokens left to ask with.');

/** Gives what a report's numbers stand on, as far as the reply says. */
export function toBasis(
  metadata: { readonly timeZone?: string | undefined; readonly currencyCode?: string | undefined } | undefined,
  quota: GaPropertyQuota | undefined,
): z.output<typeof Basis> {
  return { timeZone: metadata?.timeZone, currency: metadata?.currencyCode, tokensLeft: toTokensLeft(quota) };
}
