import { PlatformError } from './errors.ts';
import type { ToolContext } from './tool.ts';

/** A write of unknown outcome, as whoever looks for it in the vendor's data knows it. */
export interface DoubtedWrite {
  /** Id of its record. */
  readonly record: string;
  /** What it was, as its record has it: tool, connection, mode and input. */
  readonly fingerprint: string;
  /** Its idempotency key. */
  readonly key: string;
  /**
   * Epoch ms. What the vendor stamped earlier was there before the write's first attempt, whatever the two clocks differ by;
   * what it stamped later may be the write's doing.
   */
  readonly earliestAt: number;
}

/** What a read-back may know of the call besides its input. */
export interface ReadBackContext extends Pick<ToolContext, 'signal' | 'now'> {
  readonly write: DoubtedWrite;
}

/**
 * What a look at the vendor's data says of a write. `because` is a sentence for the operator: what was seen, or what keeps
 * the tool from telling and what a person can do about it. It is ours and holds nothing of the vendor's data.
 *
 * - `done`: the vendor has what the write asked for. `output` is the answer, where all of it is known.
 * - `not_done`: the vendor does not have it. Whether the write may still arrive is judged by who asks, not by the tool.
 * - `cannot_tell`: neither can be shown; `final` where no later look could either.
 */
export type Found<Out extends object = object> =
  | { readonly found: 'done'; readonly because: string; readonly output?: Out }
  | { readonly found: 'not_done'; readonly because: string }
  | { readonly found: 'cannot_tell'; readonly because: string; readonly final?: true };

/** Finds out by reading alone what became of a write. Fails as a read fails. */
export type ReadBack<In, Out extends object, Up> = (
  input: In,
  upstream: Up,
  context: ReadBackContext,
) => Promise<Found<Out>>;

/** A state that a write asked for, as it was read. */
export interface StateSeen<Out extends object> {
  /** What it is, to begin a sentence with: `The texts of the product`. */
  readonly what: string;
  /** The vendor has it as the write asked. */
  readonly holds: boolean;
  /** `false` where what the write was to change is not there at all. */
  readonly isThere?: boolean;
  /** When the vendor says that it was changed last: epoch ms or ISO 8601; absent where it does not say. */
  readonly changedAt?: number | string | null;
  readonly output?: Out;
}

/**
 * Judges a state: done where it holds, whoever made it so. Where it does not hold and was changed since the write began, or
 * went away, the write may have been carried out before that.
 */
export function stateFound<Out extends object>(
  { what, holds, isThere = true, changedAt, output }: StateSeen<Out>,
  { earliestAt }: DoubtedWrite,
): Found<Out> {
  if (holds) return { found: 'done', because: `${what}: it is as asked.`, ...(output && { output }) };
  if (!isThere) {
    const because = `${what}: it is not there any more, so whether it was changed before cannot be seen. Settle it yourself.`;
    return { found: 'cannot_tell', because };
  }
  if (changedAt != null && new Date(changedAt).getTime() >= earliestAt) {
    const because = `${what}: it is not as asked, but was changed since the write began, so the write may have been written over. Look who changed it.`;
    return { found: 'cannot_tell', because };
  }
  return { found: 'not_done', because: `${what}: it is not as asked.` };
}

/** Reads something that may not be there: `undefined` where the vendor does not know it. */
export async function orAbsent<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') return undefined;
    throw error;
  }
}
