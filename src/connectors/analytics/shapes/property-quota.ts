import { z } from 'zod';

const GaQuotaStatus = z.object({ consumed: z.number().int().optional(), remaining: z.number().int().optional() });

/** The property's account of its quotas, which comes with a report that asks for it. Zeros are left out. */
export const GaPropertyQuota = z.object({
  tokensPerDay: GaQuotaStatus.optional(),
  tokensPerHour: GaQuotaStatus.optional(),
  tokensPerProjectPerHour: GaQuotaStatus.optional(),
  concurrentRequests: GaQuotaStatus.optional(),
  serverErrorsPerProjectPerHour: GaQuotaStatus.optional(),
  potentiallyThresholdedRequestsPerHour: GaQuotaStatus.optional(),
});

export type GaPropertyQuota = z.output<typeof GaPropertyQuota>;

/** Output field for what a report cost and what is left. */
export const TokensLeft = z
  .object({
    used: z.number().int().optional().describe('Tokens this request took.'),
    today: z.number().int().describe('Left of the day, which ends at midnight in California.'),
    thisHour: z.number().int().describe('Left of the hour, for everybody.'),
    ours: z.number().int().describe('Left of the hour, for this connection’s project.'),
  })
  .optional()
  .describe('What the property has left to ask with.');

/** Gives the tokens that are left; `undefined` where the reply does not say. */
export function toTokensLeft(quota: GaPropertyQuota | undefined): z.output<typeof TokensLeft> {
  if (quota === undefined) return undefined;
  return {
    used: quota.tokensPerDay?.consumed,
    today: quota.tokensPerDay?.remaining ?? 0,
    thisHour: quota.tokensPerHour?.remaining ?? 0,
    ours: quota.tokensPerProjectPerHour?.remaining ?? 0,
  };
}

/** Below this share of a quota a reader should stop asking. */
const LOW_SHARE = 0.05;

const LABELS = {
  tokensPerDay: ['tokens a day', 200_000],
  tokensPerHour: ['tokens an hour', 40_000],
  tokensPerProjectPerHour: ['tokens an hour for this project', 14_000],
  serverErrorsPerProjectPerHour: ['server errors an hour', 10],
  potentiallyThresholdedRequestsPerHour: ['requests an hour with demographics', 120],
} as const;

/** Warns of the quotas that are nearly used up. */
export function quotaNotice(quota: GaPropertyQuota | undefined): string | undefined {
  if (quota === undefined) return undefined;
  const low = Object.entries(LABELS).filter(([name, [, standard]]) => {
    const status = quota[name as keyof typeof LABELS];
    return status !== undefined && (status.remaining ?? 0) < standard * LOW_SHARE;
  });
  if (low.length === 0) return undefined;
  return `Nearly used up at this property: ${low.map(([, [label]]) => label).join(', ')}. Ask for less, or later.`;
}
