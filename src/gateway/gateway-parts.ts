import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { SecondLevel } from '../cache/second-level.ts';
import type { DeadLetterStore } from '../dead-letters/dead-letter-store.ts';
import type { LetterKeeper } from '../dead-letters/letter-keeper.ts';
import type { EventFeeds } from '../events/event-feeds.ts';
import type { Call } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connector } from '../kernel/connector.ts';
import type { ErrorCode, PlatformError } from '../kernel/errors.ts';
import type { QuotaStore } from '../limits/quota-store.ts';
import type { RateLimit, RateStore } from '../limits/rate-store.ts';
import type { RetryOptions } from '../resilience/backoff.ts';
import type { IdempotencyStore } from '../resilience/idempotency-store.ts';
import type { ResultFiles } from '../results/result-files.ts';
import type { Sealer } from '../vault/sealer.ts';
import type { ConnectionRuntimes } from './connection-runtime.ts';
import type { NoteObserver } from './notes.ts';
import type { AttemptObserver } from './steps/breaker.ts';

/** Told of the end of each call, for the log line and the metrics. */
export type CallObserver = (call: Call, outcome: 'ok' | ErrorCode, durationMs: number, error?: PlatformError) => void;

export interface GatewayParts {
  readonly connectors: readonly Connector[];
  readonly runtimes: ConnectionRuntimes;
  readonly clock: Clock;
  random(): number;
  readonly trail: AuditTrail;
  readonly rates: RateStore;
  readonly quotas: QuotaStore;
  readonly answers: AnswerCache;
  /** The cache of all replicas, where they share one. */
  readonly secondLevel?: SecondLevel;
  readonly idempotency: IdempotencyStore;
  readonly letters: DeadLetterStore;
  readonly letterKeeper: LetterKeeper;
  readonly results: ResultFiles;
  readonly feeds: EventFeeds;
  readonly sealer: Sealer;
  readonly observeCall: CallObserver;
  readonly observeAttempt: AttemptObserver;
  /** Told once for each connection and text. */
  readonly observeNote: NoteObserver;
  readonly options: GatewayOptions;
}

export interface GatewayOptions {
  readonly rate: RateLimit;
  readonly retry: RetryOptions;
  /** Time a caller gets who gives none. */
  readonly deadlineMs: number;
  readonly attemptMs: number;
  readonly quotaWaitMs: number;
  readonly cacheTtlMs: number;
  /** How long a stale answer may stand in while a vendor does not answer. */
  readonly cacheStaleMs: number;
  /** How long a vendor's refusal is given again. */
  readonly cacheRefusalMs: number;
  readonly idempotencyTtlMs: number;
  /** Whether a write without a key of its caller gets one of the platform, or is refused. */
  readonly idempotencyKeys: 'optional' | 'required';
  readonly answerCharacters: number;
  /** Mixed into digests of inputs. */
  readonly digestSalt: string;
}
