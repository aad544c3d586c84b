import { hash } from 'node:crypto';
import type { InputDigest } from '../../audit/input-digest.ts';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import type { Call, Next, Outcome, Step } from '../../kernel/call.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { type ErrorCode, type ErrorDetails, PlatformError, toPlatformError } from '../../kernel/errors.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { IdempotencyStore, WriteRecord } from '../../resilience/idempotency-store.ts';
import type { Sealer } from '../../vault/sealer.ts';

export interface DeduplicateOptions {
  /** How long a settled write replays. */
  readonly ttlMs: number;
  readonly digest: InputDigest;
}

/** An identical write this long ago is named in the answer. */
const DUPLICATE_WINDOW_MS = 10 * 60_000;

/** The vendor's own refusals: they replay like results, since sending again would be refused again. */
const REFUSALS = new Set<ErrorCode>(['upstream_rejected', 'not_found']);

interface SealedRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}
type SealedEnd = { readonly outcome: Outcome } | { readonly refusal: SealedRefusal };

/**
 * Carries out a write once for its idempotency key. The claim and the audit's intent row are committed together before
 * anything is sent; what came of it is sealed and replayed. A write that did not reach the vendor frees its key; one
 * whose fate is open keeps it until a person has settled it. Once sent, a write is no longer ended by its caller's
 * leaving: its end is recorded and given to whoever asks again with the key.
 */
export function deduplicate(store: IdempotencyStore, sealer: Sealer, options: DeduplicateOptions): Step {
  return async (call, next) => {
    call.idempotencyKey ??= uuidv7(call.startedAt);
    const record = newRecord(call, options.ttlMs);
    const since = call.startedAt - DUPLICATE_WINDOW_MS;
    const claim = await store.claim(record, intentEntry(call, options.digest), since);
    if (!claim.claimed) return repeat(call, claim.record, record.fingerprint);
    call.facts.record = record.id;
    call.facts.possibleDuplicateOf = claim.possibleDuplicateOf;
    await store.advance(record.id, 'claimed', 'sent');
    return carryOut(call, next, record.id);
  };

  async function carryOut(call: Call, next: Next, id: string): Promise<Outcome> {
    const detached = { ...call, request: { ...call.request, signal: undefined } };
    let outcome: Outcome;
    try {
      outcome = await next(detached);
    } catch (error) {
      throw await settleFailure(id, toPlatformError(error));
    }
    await settle(id, 'done', { outcome });
    return outcome;
  }

  async function settleFailure(id: string, error: PlatformError): Promise<PlatformError> {
    if (REFUSALS.has(error.code)) {
      const { code, message, details } = error;
      await settle(id, 'refused', { refusal: { code, message, details } });
      return error;
    }
    if (error.details.sent === 'no') {
      await store.release(id);
      return error;
    }
    // Where that cannot be recorded the record stays sent: nobody sends it again, and the next start makes it unknown.
    await store.advance(id, 'sent', 'unknown').catch(() => undefined);
    return outcomeUnknown(id, error);
  }

  async function settle(id: string, state: 'done' | 'refused', end: SealedEnd): Promise<void> {
    try {
      await store.advance(id, 'sent', state, sealer.seal(JSON.stringify(end), id));
    } catch (cause) {
      // What happened at the vendor is known here and nowhere else: the answer must not claim that it is recorded.
      throw outcomeUnknown(id, cause);
    }
  }

  function repeat(call: Call, record: WriteRecord, fingerprint: string): Outcome {
    if (record.fingerprint !== fingerprint) throw mismatch();
    if (record.state === 'unknown') throw outcomeUnknown(record.id, undefined);
    if (record.sealed === undefined) throw stillRunning();
    call.facts.record = record.id;
    call.facts.replayed = true;
    const end = JSON.parse(sealer.open(record.sealed, record.id)) as SealedEnd;
    if ('outcome' in end) return end.outcome;
    throw new PlatformError(end.refusal.code, end.refusal.message, end.refusal.details);
  }
}

function newRecord(call: Call, ttlMs: number): WriteRecord {
  return {
    id: uuidv7(call.startedAt),
    principalId: call.principal.id,
    key: call.idempotencyKey as string,
    fingerprint: fingerprintOf(call),
    tool: (call.tool as Tool).name,
    connection: call.connection.id,
    state: 'claimed',
    createdAt: call.startedAt,
    expiresAt: call.startedAt + ttlMs,
  };
}

/** SHA-256 of the RFC 8785 form of what the call would do: the same key with anything else is another call. */
function fingerprintOf({ tool, connection, input }: Call): string {
  const mode = connection.state.on ? connection.state.mode : 'off';
  const subject = canonicalJson({ tool: (tool as Tool).name, connection: connection.id, mode, input });
  return hash('sha256', subject, 'base64url');
}

/** The row that says what is about to be done, committed before it is. */
function intentEntry(call: Call, digest: InputDigest): AuditEntry {
  const { principal, request, connection } = call;
  return {
    id: uuidv7(call.startedAt),
    at: call.startedAt,
    kind: 'intent',
    principalId: principal.id,
    principalName: principal.name,
    face: request.face,
    correlationId: call.correlationId,
    callId: call.id,
    subject: (call.tool as Tool).name,
    effect: call.tool?.effect,
    connection: connection.id,
    mode: connection.state.on ? connection.state.mode : undefined,
    outcome: 'intent',
    count: 1,
    inputDigest: digest(call.canonicalInput),
  };
}

function mismatch(): PlatformError {
  return new PlatformError(
    'idempotency_mismatch',
    'This idempotency key was used for another call. Use a new key for a new call.',
    { sent: 'no' },
  );
}

function stillRunning(): PlatformError {
  return new PlatformError(
    'conflict',
    'A call with this idempotency key is still running. Repeat it with the same key in a few seconds to get its answer.',
    { retryAfterMs: 2_000, sent: 'no' },
  );
}

function outcomeUnknown(record: string, cause: unknown): PlatformError {
  return new PlatformError(
    'outcome_unknown',
    'The write was sent, and whether the vendor carried it out is not known. Look at the data before you send it again under a new key.',
    { record, sent: 'unknown' },
    { cause },
  );
}
