import type { InputDigest } from '../../audit/input-digest.ts';
import type { DeadLetterStore } from '../../dead-letters/dead-letter-store.ts';
import type { Call, Next, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError, toPlatformError } from '../../kernel/errors.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { Outcome } from '../../kernel/outcome.ts';
import type { Claim, IdempotencyStore, WriteRecord } from '../../resilience/idempotency-store.ts';
import type { Sealer } from '../../vault/sealer.ts';
import { fateOf, intentEntry, newRecord, type SealedEnd, sealEnd } from '../write-record.ts';
import { parked } from './dead-letter.ts';

export interface DeduplicateOptions {
  /** How long a settled write replays. */
  readonly ttlMs: number;
  readonly digest: InputDigest;
}

/** An identical write this long ago is named in the answer. */
const DUPLICATE_WINDOW_MS = 10 * 60_000;

/**
 * Carries out a write once for its idempotency key. The claim and the audit's intent row are committed together before
 * anything is sent; what came of it is sealed and replayed. A write that did not reach the vendor frees its key, unless it
 * was parked; one that is parked or whose fate is open keeps it until a person has settled it. A redrive opens the record
 * of its write again. Once sent, a write is no longer ended by its caller's leaving: its end is recorded and given to
 * whoever asks again with the key.
 */
export function deduplicate(
  store: IdempotencyStore,
  letters: DeadLetterStore,
  sealer: Sealer,
  clock: Clock,
  options: DeduplicateOptions,
): Step {
  /** Ends that the database could not take, by record: each is tried again when its key comes again. */
  const owed = new Map<string, () => Promise<unknown>>();

  return async (call, next) => {
    if (call.request.signal?.().aborted) throw leftBefore();
    call.idempotencyKey ??= uuidv7(call.startedAt);
    try {
      return await once(call, next);
    } catch (thrown) {
      throw underKey(toPlatformError(thrown), call.idempotencyKey);
    }
  };

  async function once(call: Call, next: Next): Promise<Outcome> {
    const record = newRecord(call, options.ttlMs, sealer);
    const { redrives } = call.request;
    if (redrives !== undefined) {
      await reopen(call, redrives, record.fingerprint);
      return carryOut(call, next, redrives);
    }
    const claim = await claimKey(call, record);
    if (!claim.claimed) return repeat(call, claim.record, record.fingerprint);
    call.facts.record = record.id;
    call.facts.possibleDuplicateOf = claim.possibleDuplicateOf;
    return carryOut(call, next, record.id);
  }

  async function claimKey(call: Call, record: WriteRecord): Promise<Claim> {
    const intent = intentEntry(call, options.digest);
    const since = call.startedAt - DUPLICATE_WINDOW_MS;
    const claim = await store.claim(record, intent, since);
    const end = claim.claimed ? undefined : owed.get(claim.record.id);
    if (claim.claimed || !end) return claim;
    await end();
    owed.delete(claim.record.id);
    return store.claim(record, intent, since);
  }

  async function reopen(call: Call, id: string, fingerprint: string): Promise<void> {
    const reopened = await letters.reopen(id, fingerprint, intentEntry(call, options.digest));
    if (reopened === 'changed') throw meansAnother();
    if (reopened === 'taken') throw notParked();
    call.facts.record = id;
  }

  async function markSent(id: string): Promise<void> {
    let marked: boolean;
    try {
      marked = await store.advance(id, 'claimed', 'sent');
    } catch (error) {
      await conclude(id, () => store.release(id));
      throw error;
    }
    if (!marked) throw stillRunning();
  }

  async function carryOut(call: Call, next: Next, id: string): Promise<Outcome> {
    await markSent(id);
    const detached = { ...call, request: { ...call.request, signal: undefined } };
    let outcome: Outcome;
    try {
      outcome = await next(detached);
    } catch (error) {
      throw await settleFailure(id, toPlatformError(error));
    }
    // What happened at the vendor is known here and nowhere else: the answer must not claim that it is recorded.
    const unrecorded = await settle(id, 'done', { outcome });
    if (unrecorded) throw outcomeUnknown(id, unrecorded);
    return outcome;
  }

  async function settleFailure(id: string, error: PlatformError): Promise<PlatformError> {
    const { code, message, details } = error;
    const fate = fateOf(error);
    if (code === 'parked') return error;
    if (fate === 'refused') {
      await settle(id, 'refused', { refusal: { code, message, details } });
      return error;
    }
    if (fate === 'nothing done') {
      await conclude(id, () => store.release(id));
      return error;
    }
    await conclude(id, () => store.advance(id, 'sent', 'unknown'));
    return outcomeUnknown(id, error);
  }

  function settle(id: string, state: 'done' | 'refused', end: SealedEnd): Promise<unknown> {
    const settled = { sealed: sealEnd(sealer, id, end), expiresAt: clock.now() + options.ttlMs };
    return conclude(id, () => store.advance(id, 'sent', state, settled));
  }

  /** Records an end, or gives the reason why it could not be. Until it is, the record keeps the key, and a restart makes it unknown. */
  async function conclude(id: string, end: () => Promise<unknown>): Promise<unknown> {
    try {
      if ((await end()) === false) return new Error('The record of the write is not in the state that it was left in.');
    } catch (error) {
      owed.set(id, end);
      return error;
    }
    return undefined;
  }

  function repeat(call: Call, record: WriteRecord, fingerprint: string): Outcome {
    if (record.fingerprint !== fingerprint) throw mismatch();
    if (record.state === 'unknown') throw outcomeUnknown(record.id, undefined);
    if (record.state === 'parked') throw parked(record.id);
    if (record.state === 'discarded') throw settledAs(record.id, 'discarded; nothing was done');
    if (record.state === 'done' && record.sealed === undefined) {
      throw settledAs(record.id, 'found to be carried out; what the vendor answered is not known');
    }
    if (record.sealed === undefined) throw stillRunning();
    call.facts.record = record.id;
    call.facts.replayed = true;
    const end = JSON.parse(sealer.open(record.sealed, record.id)) as SealedEnd;
    if ('outcome' in end) return new Outcome(end.outcome.value, end.outcome.fetchedAt);
    throw new PlatformError(end.refusal.code, end.refusal.message, end.refusal.details);
  }
}

/** Who sent no key has to learn the one that was made, to ask again what became of the write. */
function underKey({ code, message, details, cause }: PlatformError, idempotencyKey: string): PlatformError {
  return new PlatformError(code, message, { ...details, idempotencyKey }, { cause });
}

function leftBefore(): PlatformError {
  return new PlatformError('cancelled', 'The caller left before the write was sent.', { sent: 'no' });
}

function mismatch(): PlatformError {
  return new PlatformError(
    'idempotency_mismatch',
    'This idempotency key was used for another call. Use a new key for a new call.',
    { sent: 'no' },
  );
}

function settledAs(record: string, how: string): PlatformError {
  return new PlatformError('settled', `This write was settled since: it was ${how}. Use a new key for a new write.`, {
    record,
    sent: 'no',
  });
}

function notParked(): PlatformError {
  return new PlatformError(
    'conflict',
    'The write is not parked any more: somebody else sends it, or has settled it. List the dead letters to see.',
    { sent: 'no' },
  );
}

function meansAnother(): PlatformError {
  return new PlatformError(
    'idempotency_mismatch',
    'The tool or its connection has changed since, and the write would be another one now. Discard it, and have it asked for anew.',
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
