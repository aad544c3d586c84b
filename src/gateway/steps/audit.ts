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
  return async (call, next) => {
    if (!trail.mayRead()) throw unavailable();
    let outcome: Outcome | undefined;
    let failure: PlatformError | undefined;
    try {
      outcome = await next(call);
    } catch (error) {
      failure = toPlatformError(error);
    }
    const entry = callEntry(call, failure?.code ?? 'ok', clock.now(), digest);
    if (call.facts.record !== undefined && !call.facts.replayed) await commit(trail, entry, call.facts.record);
    else trail.record(entry);
    if (failure) throw failure;
    return outcome as Outcome;
  };
}

/** The row of a call's end. */
function callEntry(call: Call, outcome: string, at: number, digest: InputDigest): AuditEntry {
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
    inputDigest: call.canonicalInput === '' ? undefined : digest(call.canonicalInput, facts.cache === 'hit'),
    answeredBy: facts.replayed ? 'replayed' : facts.cache,
    attempts: facts.attempts,
    detail: request.via === undefined ? undefined : `through ${request.via}`,
  };
}

async function commit(trail: AuditTrail, entry: AuditEntry, record: string): Promise<void> {
  try {
    await trail.commit(entry);
  } catch (cause) {
    throw new PlatformError(
      'outcome_unknown',
      'The write ended, but its outcome could not be recorded. Do not send it again under another key; repeat it with the same idempotency key, or ask the operator.',
      { record },
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
