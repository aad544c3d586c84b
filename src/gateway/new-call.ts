import { type Call, type CallRequest, noFacts } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Catalog } from './catalog.ts';

/** Makes the call of a request. A caller may ask for less time than `deadlineMs`, never for more. */
export function newCall(request: CallRequest, catalog: Catalog, clock: Clock, deadlineMs: number): Call {
  const startedAt = clock.now();
  return {
    id: uuidv7(startedAt),
    request,
    principal: request.principal,
    correlationId: request.correlationId,
    startedAt,
    deadlineAt: clock.monotonicMs() + Math.min(request.deadlineMs ?? deadlineMs, deadlineMs),
    tool: catalog.find(request.tool),
    // Filled in by `validate`; the pipeline's order keeps everybody from looking earlier.
    connection: undefined as unknown as Connection,
    input: {},
    canonicalInput: '',
    idempotencyKey: request.idempotencyKey,
    facts: request.facts ?? noFacts(),
    attemptSignal: undefined,
    attemptBegunAt: undefined,
  };
}
