import type { AuditTrail } from '../../audit/audit-trail.ts';
import type { InputDigest } from '../../audit/input-digest.ts';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import type { Call, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError, toPlatformError } from '../../kernel/errors.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/**
 * Records every outcome. A write that was claimed has its outcome row committed before its answer leaves; other rows are
 * committed in groups. While rows cannot be committed, reads go on only where the trail allows it.
 */
export function audit(trail: AuditTrail, clock: Clock, digest: InputDigest): Step {
  const digestOf = rememberDigests(digest);
  return (call, next) => {
    if (!trail.mayRead()) throw unavailable();
    const ended = (outcome: Outcome) => {
      const recorded = record(call, 'ok', outcome);
      return recorded === undefined ? outcome : recorded.then(() => outcome);
    };
    const failed = (thrown: unknown) => {
      const error = toPlatformError(thrown);
      const recorded = record(call, error.code) ?? Promise.resolve();
      return recorded.then(() => Promise.reject(error));
    };
    let outcome: Outcome | Promise<Outcome>;
    try {
      outcome = next(call);
    } catch (error) {
      return failed(error);
    }
    return outcome instanceof Promise ? outcome.then(ended, failed) : ended(outcome);
  };

  /** Gives a promise where the row has to be durable before the answer leaves. */
  function record(call: Call, code: string, outcome?: Outcome): Promise<void> | undefined {
    const entry = callEntry(call, code, clock.now(), digestOf(call, outcome));
    if (call.facts.record !== undefined && !call.facts.replayed) {
      return commit(trail, entry, call.facts.record, call.idempotencyKey);
    }
    trail.record(entry);
    return undefined;
  }
}

/** An answer that is given again answers the same input, so its digest is remembered with it, from its second time on. */
function rememberDigests(digest: InputDigest) {
  const known = new WeakMap<Outcome, { readonly canonicalInput: string; readonly inputDigest: string }>();
  return ({ canonicalInput, facts }: Call, outcome: Outcome | undefined): string | undefined => {
    if (canonicalInput === '') return undefined;
    if (outcome === undefined || facts.cache !== 'hit') return digest(canonicalInput);
    const remembered = known.get(outcome);
    if (remembered?.canonicalInput === canonicalInput) return remembered.inputDigest;
    const inputDigest = digest(canonicalInput);
    known.set(outcome, { canonicalInput, inputDigest });
    return inputDigest;
  };
}

/** The row of a call's end. */
function callEntry(call: Call, outcome: string, at: number, inputDigest: string | undefined): AuditEntry {
  const { principal, request, facts, tool } = call;
  return {
    id: call.id,
    at,
    kind: 'call',
    principalId: principal.id,
    principalName: principal.name,
    face: request.face,
    correlationId: call.correlationId,
    // A name that no connector declares is the caller's text, and long or odd text has no place in the trail.
    subject: tool?.name ?? 'unknown tool',
    effect: tool?.effect,
    connection: call.connection?.id,
    mode: call.connection?.state.on ? call.connection.state.mode : undefined,
    outcome,
    count: 1,
    durationMs: at - call.startedAt,
    inputDigest,
    answeredBy: facts.replayed ? 'replayed' : facts.cache,
    attempts: facts.attempts,
    detail: request.via === undefined ? undefined : `through ${request.via}`,
  };
}

async function commit(
  trail: AuditTrail,
  entry: AuditEntry,
  record: string,
  idempotencyKey: string | undefined,
): Promise<void> {
  try {
    await trail.commit(entry);
  } catch (cause) {
    throw new PlatformError(
      'outcome_unknown',
      'The write ended, but its outcome could not be recorded. Do not send it again under another key; repeat it with the same idempotency key, or ask the operator.',
      { record, idempotencyKey },
      { cause },
    );
  }
}

function unavailable(): PlatformError {
  return new PlatformError('unavailable', 'Calls cannot be recorded at the moment, so none are taken.', {
    retryAfterMs: 5_000,
    sent: 'no',
  });
}
