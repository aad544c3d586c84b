import type { Clock } from '../../../kernel/clock.ts';
import { nextPacificMidnight } from '../../google/pacific-time.ts';
import { Refusal } from './requests.ts';

const HOUR_MS = 3_600_000;

/** What a property may ask for; Standard's figures (https://developers.google.com/analytics/devguides/reporting/data/v1/quotas). */
export interface QuotaSize {
  readonly tokensPerDay: number;
  readonly tokensPerHour: number;
  readonly tokensPerProjectPerHour: number;
  readonly concurrentRequests: number;
  readonly serverErrorsPerProjectPerHour: number;
  readonly potentiallyThresholdedRequestsPerHour: number;
}

export const standardQuota: QuotaSize = {
  tokensPerDay: 200_000,
  tokensPerHour: 40_000,
  tokensPerProjectPerHour: 14_000,
  concurrentRequests: 10,
  serverErrorsPerProjectPerHour: 10,
  potentiallyThresholdedRequestsPerHour: 120,
};

/** One bucket of requests of one property: core, realtime and funnel are counted apart. */
export class PropertyQuota {
  readonly #size: QuotaSize;
  readonly #clock: Clock;
  #day = { used: 0, endsAtMs: 0 };
  #hour = { tokens: 0, thresholded: 0, errors: 0, endsAtMs: 0 };

  constructor(size: QuotaSize, clock: Clock) {
    this.#size = size;
    this.#clock = clock;
  }

  /** Refuses a request that finds a quota used up, in Google's words. */
  demand(isPotentiallyThresholded: boolean): void {
    this.#turn();
    const { tokensPerDay, tokensPerHour, tokensPerProjectPerHour } = this.#size;
    if (this.#hour.errors >= this.#size.serverErrorsPerProjectPerHour)
      refuse('Exhausted server errors quota for a project per hour.');
    if (this.#day.used >= tokensPerDay) {
      refuse(
        'Exhausted property tokens per day. These quota tokens will return in under 24 hours. To learn more, see https://developers.google.com/analytics/devguides/reporting/data/v1/quotas',
      );
    }
    if (this.#hour.tokens >= tokensPerProjectPerHour)
      refuse('Exhausted property tokens for a project per hour. These quota tokens will return in under an hour.');
    if (this.#hour.tokens >= tokensPerHour)
      refuse('Exhausted property tokens per hour. These quota tokens will return in under an hour.');
    if (isPotentiallyThresholded && this.#hour.thresholded >= this.#size.potentiallyThresholdedRequestsPerHour) {
      refuse('Exhausted potentially thresholded requests quota. This quota will return in under an hour.');
    }
  }

  /** Takes what a request cost, and gives the account that goes with its reply. */
  charge(tokens: number, isPotentiallyThresholded: boolean) {
    this.#turn();
    this.#day.used += tokens;
    this.#hour.tokens += tokens;
    this.#hour.thresholded += isPotentiallyThresholded ? 1 : 0;
    const size = this.#size;
    const status = (consumed: number, remaining: number) => ({
      ...(consumed > 0 && { consumed }),
      ...(remaining > 0 && { remaining }),
    });
    return {
      tokensPerDay: status(tokens, size.tokensPerDay - this.#day.used),
      tokensPerHour: status(tokens, size.tokensPerHour - this.#hour.tokens),
      concurrentRequests: status(0, size.concurrentRequests),
      serverErrorsPerProjectPerHour: status(0, size.serverErrorsPerProjectPerHour - this.#hour.errors),
      potentiallyThresholdedRequestsPerHour: status(
        isPotentiallyThresholded ? 1 : 0,
        size.potentiallyThresholdedRequestsPerHour - this.#hour.thresholded,
      ),
      tokensPerProjectPerHour: status(tokens, size.tokensPerProjectPerHour - this.#hour.tokens),
    };
  }

  /** Counts an error of the server's own. */
  fail(): void {
    this.#turn();
    this.#hour.errors += 1;
  }

  #turn(): void {
    const now = this.#clock.now();
    if (now >= this.#day.endsAtMs) this.#day = { used: 0, endsAtMs: nextPacificMidnight(now) };
    if (now >= this.#hour.endsAtMs) {
      this.#hour = { tokens: 0, thresholded: 0, errors: 0, endsAtMs: (Math.floor(now / HOUR_MS) + 1) * HOUR_MS };
    }
  }
}

function refuse(message: string): never {
  throw new Refusal(message, 429, 'RESOURCE_EXHAUSTED');
}
