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

/** Below this share of a quota nothing more is asked: the rest is for those who look at Analytics itself. */
const LOW_SHARE = 0.05;

/** What a Standard property has; 360 has ten times the tokens, and a twentieth of Standard's is little there as well. */
const STANDARD_QUOTA = {
  tokensPerDay: 200_000,
  tokensPerHour: 40_000,
  tokensPerProjectPerHour: 14_000,
  serverErrorsPerProjectPerHour: 10,
  potentiallyThresholdedRequestsPerHour: 120,
} as const;

const LABELS: Readonly<Record<keyof typeof STANDARD_QUOTA, string>> = {
  tokensPerDay: 'tokens of the day',
  tokensPerHour: 'tokens of the hour',
  tokensPerProjectPerHour: 'tokens of the hour for this project',
  serverErrorsPerProjectPerHour: 'server errors of the hour',
  potentiallyThresholdedRequestsPerHour: 'requests of the hour with demographics',
};

/** Gives the names of the quotas of which less than a twentieth is left. */
export function lowQuotas(quota: GaPropertyQuota): (keyof typeof STANDARD_QUOTA)[] {
  return (Object.keys(STANDARD_QUOTA) as (keyof typeof STANDARD_QUOTA)[]).filter((name) => {
    const status = quota[name];
    return status !== undefined && (status.remaining ?? 0) < STANDARD_QUOTA[name] * LOW_SHARE;
  });
}

/** Warns of the quotas that are nearly used up. */
export function quotaNotice(quota: GaPropertyQuota | undefined): string | undefined {
  const low = quota === undefined ? [] : lowQuotas(quota);
  if (low.length === 0) return undefined;
  return `Nearly used up at this property: ${low.map((name) => LABELS[name]).join(', ')}. Further reports are held back.`;
}
