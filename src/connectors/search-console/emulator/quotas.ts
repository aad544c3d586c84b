import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { googleFailure } from '../../google/emulator/google-voice.ts';
import { nextPacificMidnight } from '../../google/pacific-time.ts';

/** What Google allows (https://developers.google.com/webmaster-tools/limits). */
export interface QuotaLimits {
  readonly queriesPerMinute: number;
  /** Of the load quota: a day asked for is 1, one by query and page 10. */
  readonly loadPerTenMinutes: number;
  readonly inspectionsPerMinute: number;
  readonly inspectionsPerDay: number;
  /** Of everything else, for each user. */
  readonly othersPerMinute: number;
  /** Rows that are given of one question at most. */
  readonly exposedRows: number;
}

export const usualLimits: QuotaLimits = {
  queriesPerMinute: 1_200,
  loadPerTenMinutes: 200_000,
  inspectionsPerMinute: 600,
  inspectionsPerDay: 2_000,
  othersPerMinute: 200,
  exposedRows: 50_000,
};

interface Window {
  readonly endsAtMs: number;
  spent: number;
}

const minuteMs = 60_000;

/** Counts what was asked, as Google does: nothing of it is told in headers. */
export class Quotas {
  readonly #clock: Clock;
  readonly #limits: QuotaLimits;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, limits: QuotaLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Counts a question to search analytics; gives the refusal when it is one too many. */
  query(site: string, load: number): WireReply | undefined {
    if (this.#isOver(`queries/${site}`, 1, this.#limits.queriesPerMinute, this.#minute())) return rateLimitReply();
    const tenMinutes = (Math.floor(this.#clock.now() / (10 * minuteMs)) + 1) * 10 * minuteMs;
    return this.#isOver(`load/${site}`, load, this.#limits.loadPerTenMinutes, tenMinutes)
      ? loadQuotaReply()
      : undefined;
  }

  inspection(site: string): WireReply | undefined {
    const { inspectionsPerMinute, inspectionsPerDay } = this.#limits;
    if (this.#isOver(`inspect/${site}`, 1, inspectionsPerMinute, this.#minute())) return rateLimitReply();
    const midnight = nextPacificMidnight(this.#clock.now());
    return this.#isOver(`inspections/${site}`, 1, inspectionsPerDay, midnight)
      ? dailyInspectionsReply(site)
      : undefined;
  }

  other(): WireReply | undefined {
    return this.#isOver('others', 1, this.#limits.othersPerMinute, this.#minute()) ? rateLimitReply() : undefined;
  }

  #minute(): number {
    return (Math.floor(this.#clock.now() / minuteMs) + 1) * minuteMs;
  }

  #isOver(name: string, cost: number, limit: number, endsAtMs: number): boolean {
    let window = this.#windows.get(name);
    if (window === undefined || window.endsAtMs <= this.#clock.now()) {
      window = { endsAtMs, spent: 0 };
      this.#windows.set(name, window);
    }
    if (window.spent + cost > limit) return true;
    window.spent += cost;
    return false;
  }
}

/** What a spent load quota is told with: status 403, and no lack of rights. */
export function loadQuotaReply(): WireReply {
  return googleFailure({
    code: 403,
    message:
      'Search Analytics load quota exceeded. Learn about usage limits: https://developers.google.com/webmaster-tools/v3/limits.',
    reason: 'quotaExceeded',
    domain: 'usageLimits',
  });
}

/** What too many requests a minute are told with. */
export function rateLimitReply(): WireReply {
  return googleFailure({
    code: 403,
    message: 'Rate Limit Exceeded',
    reason: 'rateLimitExceeded',
    domain: 'usageLimits',
  });
}

function dailyInspectionsReply(site: string): WireReply {
  return googleFailure({
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: `Quota exceeded for ${site}: URL inspections per day.`,
    reason: 'rateLimitExceeded',
    domain: 'usageLimits',
  });
}
