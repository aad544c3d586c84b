import { z } from 'zod';
import type { UsedUpQuota } from '../../../kernel/connector.ts';
import { nextPacificMidnight } from '../../google/pacific-time.ts';
import { GaPropertyQuota, lowQuotas } from '../shapes/property-quota.ts';
import { nextHour } from './quota-end.ts';

const Account = z.object({ propertyQuota: GaPropertyQuota });
/** A batch has an account with each of its reports, the last of which is the newest. */
const Batch = z.object({ reports: z.array(z.unknown()).min(1) });

/**
 * Says until when a property is asked no more, where its own account with a good reply leaves less than a twentieth: the
 * day's until midnight, Pacific time, the hour's until the next. `undefined` where there is enough, or no account.
 */
export function nearlyUsedUp(body: unknown, now: number): UsedUpQuota | undefined {
  const batch = Batch.safeParse(body);
  const parsed = Account.safeParse(batch.success ? batch.data.reports.at(-1) : body);
  if (!parsed.success) return undefined;
  const { propertyQuota } = parsed.data;
  const low = lowQuotas(propertyQuota);
  if (low.includes('tokensPerDay')) {
    return rest(
      'The property’s tokens for today are nearly used up; reports are held back until midnight, Pacific time.',
      nextPacificMidnight(now),
    );
  }
  if (low.includes('tokensPerHour') || low.includes('tokensPerProjectPerHour')) {
    return rest(
      'The property’s tokens for this hour are nearly used up; reports are held back until the next.',
      nextHour(now),
    );
  }
  if (low.includes('serverErrorsPerProjectPerHour')) {
    return rest(
      'Google is about to lock this project out of the property for its server errors; reports are held back until the next hour.',
      nextHour(now),
    );
  }
  const isOfDemographics = propertyQuota.potentiallyThresholdedRequestsPerHour?.consumed === 1;
  if (isOfDemographics && low.includes('potentiallyThresholdedRequestsPerHour')) {
    return rest(
      'The property’s requests with age, gender, interests or audiences are nearly used up; they are held back until the next hour.',
      nextHour(now),
    );
  }
  return undefined;
}

function rest(message: string, untilMs: number): UsedUpQuota {
  return { of: 'scope', message, untilMs };
}
