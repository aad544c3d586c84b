import type { Signal } from '../../kernel/abort.ts';
import type { Call } from '../../kernel/call.ts';
import { cancelled } from './flight.ts';

/**
 * Aborts when the caller leaves, as far as that ends the call: a write that was tried is finished without its caller
 * (decision 0004). Asked for anew wherever somebody waits.
 */
export function leavingOf({ tool, facts, request }: Call): Signal | undefined {
  return tool?.effect !== 'read' && facts.attempts > 0 ? undefined : request.signal?.();
}

/** A wait before an attempt. It ends at once when the caller leaves, and nothing was sent by that attempt then. */
export async function waitUnlessLeft(call: Call, wait: (left: Signal | undefined) => Promise<void>): Promise<void> {
  const left = leavingOf(call);
  try {
    await wait(left);
  } catch (error) {
    throw left?.aborted ? cancelled({ sent: 'no' }) : error;
  }
}
