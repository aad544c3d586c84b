import type { LetterKeeper } from '../../dead-letters/letter-keeper.ts';
import type { Call, Step } from '../../kernel/call.ts';
import { type ErrorCode, PlatformError, toPlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import { fateOf } from '../write-record.ts';

/** Errors that pass by themselves: a write that they ended may be carried out later as it is. */
const PASSING = new Set<ErrorCode>([
  'upstream_failed',
  'upstream_timeout',
  'upstream_throttled',
  'upstream_quota',
  'circuit_open',
  'connection_busy',
  'deadline_exceeded',
  'cancelled',
]);

/**
 * Keeps a write that ran out of retries without having been carried out, and one of which nobody knows. What was never
 * tried is refused as ever, and what the vendor refused is not kept: neither would be another call's answer. Takes no
 * write for which there is no room.
 */
export function deadLetter(keeper: LetterKeeper): Step {
  return async (call, next) => {
    const { redrives } = call.request;
    if (redrives === undefined) await keeper.admit();
    call.facts.tried = [];
    try {
      return await next(call);
    } catch (thrown) {
      const error = toPlatformError(thrown);
      const fate = fateOf(error);
      if (fate === 'open') await keeper.keep(writeOf(call), 'unknown', error);
      const keeps = fate === 'nothing done' && (redrives !== undefined || wasTried(call, error));
      if (keeps && (await keeper.keep(writeOf(call), 'parked', error))) {
        throw parked(call.facts.record as string, error);
      }
      throw error;
    }
  };
}

function wasTried({ facts }: Call, { code }: PlatformError): boolean {
  return facts.attempts > 0 && PASSING.has(code);
}

function writeOf({ facts, tool, connection, correlationId }: Call) {
  return {
    id: facts.record as string,
    tool: (tool as Tool).name,
    connection: connection.id,
    correlationId,
    attempts: facts.tried ?? [],
  };
}

/** What a caller is told whose write is kept. */
export function parked(record: string, error?: PlatformError): PlatformError {
  const because = error ? `${error.message} Nothing was done.` : 'This write failed and nothing was done.';
  return new PlatformError(
    'parked',
    `${because} It is kept under the id ${record}, and an operator can send it again or discard it. Do not send it under another key; repeat it with the same idempotency key to learn what became of it.`,
    { record, sent: 'no' },
    { cause: error },
  );
}
