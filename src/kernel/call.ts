import type { Signal } from './abort.ts';
import type { Connection } from './connection.ts';
import type { Outcome } from './outcome.ts';
import type { Principal } from './principal.ts';
import type { DoubtedWrite } from './read-back.ts';
import type { Tool } from './tool.ts';

/** The ways a call can come in by: the faces, `redrive`, the sending of a kept write again, and `check`, the look for what became of one. */
export type Face = 'mcp' | 'stdio' | 'rest' | 'cli' | 'redrive' | 'check';

/** A call as a face hands it to the gateway: nothing is checked yet but who calls. */
export interface CallRequest {
  readonly principal: Principal;
  readonly face: Face;
  readonly tool: string;
  readonly input: unknown;
  /** 32 hex digits: the trace id of W3C Trace Context, or one made by the face. */
  readonly correlationId: string;
  /** Milliseconds the caller is ready to wait; without it the setting `CALL_DEADLINE_MS` holds. */
  readonly deadlineMs?: number;
  /** From the `Idempotency-Key` header or the `_meta` member; an argument `idempotencyKey` comes with the input. */
  readonly idempotencyKey?: string;
  /** Id of the kept write that this call sends again under its own key. Set by a redrive alone, never by a face. */
  readonly redrives?: string;
  /** The write that this call looks for instead of making one. Set by a check alone, never by a face. */
  readonly checks?: DoubtedWrite;
  /** The tool of the platform through which this one was called. Set by the gateway alone, never by a face. */
  readonly via?: string;
  /**
   * Gives a signal that aborts, with a `PlatformError` as its reason, when the caller leaves. Asked for only by those who
   * wait: a cache hit never asks.
   */
  readonly signal?: () => Signal;
  /** The face's own, filled in on the way, so that it can tell of a call that failed, too; without it nobody is told. */
  readonly facts?: CallFacts;
}

/** What was taken from a principal's rate. */
export interface RateTaken {
  readonly allowed: boolean;
  /** Calls that would be taken right now after this one. */
  readonly remaining: number;
  /** 0 when allowed. */
  readonly retryAfterMs: number;
  readonly resetAfterMs: number;
}

/** One attempt at the vendor, as a kept write remembers it. */
export interface Tried {
  /** Epoch ms at which it began. */
  readonly at: number;
  /** Error code that it ended with; absent while it runs, or when it was answered. */
  code?: string;
}

/** What the steps below learn and the steps above report. */
export interface CallFacts {
  cache?: 'hit' | 'miss' | 'stale' | 'joined';
  /** What the level of all replicas knew, where it was asked. */
  sharedCache?: 'hit' | 'miss';
  attempts: number;
  /** Writes: every attempt with its time, oldest first. Absent where nobody keeps them. */
  tried?: Tried[];
  /** What the principal's rate is, and what this call took from it. */
  callsPerMinute?: number;
  rate?: RateTaken;
  /** Another call's outcome was given again. */
  replayed: boolean;
  /** Id of the idempotency record of a write. */
  record?: string;
  /** An identical write of the same principal in the last ten minutes, by its record id. */
  possibleDuplicateOf?: string;
}

/**
 * A call on its way down the pipeline. `input` and `connection` are filled in by `validate`; a step above it must not
 * look at them.
 */
export interface Call {
  /** UUIDv7 */
  readonly id: string;
  readonly request: CallRequest;
  readonly principal: Principal;
  readonly correlationId: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Monotonic ms of the clock that the gateway was given. */
  readonly deadlineAt: number;
  /** `undefined` for a name that no connector declares; `authorize-tool` ends such a call. */
  readonly tool: Tool | undefined;
  connection: Connection;
  input: Record<string, unknown>;
  /** RFC 8785 form of `input`, filled in with it: what cache keys, fingerprints and digests are made of. */
  canonicalInput: string;
  idempotencyKey: string | undefined;
  readonly facts: CallFacts;
  /** Set by `timeout`: the signal of the running attempt. */
  attemptSignal: Signal | undefined;
  /** Set by `timeout`: the monotonic instant from which the running attempt has been the vendor's. */
  attemptBegunAt: number | undefined;
}

/** What is further down the pipeline. An outcome that is at hand comes without a promise: a hit of the cache waits for nothing. */
export type Next = (call: Call) => Outcome | Promise<Outcome>;

/** One step of the pipeline: does its part, and hands on by calling `next` never, once, or, for `retry` alone, again. */
export type Step = (call: Call, next: Next) => Outcome | Promise<Outcome>;

/** The facts of a call that nothing is known of yet. */
export function noFacts(): CallFacts {
  return { attempts: 0, replayed: false };
}
