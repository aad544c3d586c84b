import { z } from 'zod';
import type { Next } from '../kernel/call.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { ReadBackContext } from '../kernel/read-back.ts';
import type { Tool } from '../kernel/tool.ts';
import { fingerprintOf } from './write-record.ts';

/** What a check of a write gives. */
export interface Sighting {
  readonly found: 'done' | 'not_done' | 'cannot_tell';
  /** What was seen, or why nothing can be said: a sentence for the operator. */
  readonly because: string;
  /** No later look can say more. */
  readonly final?: boolean;
  /** The write's outcome, sealed as its record keeps it, where all of it is known. */
  readonly sealed?: string;
}

/**
 * Makes of a write's read-back a tool that reads: listed nowhere, and going the way of every read, so that a look for a
 * write is throttled, rests with its connection, spends quota, is timed, recorded and scrubbed as any other. Nothing of it
 * is kept to be given again.
 */
export function toReading(tool: Tool): Tool {
  const { readBack, noReadBack = 'This tool cannot look for what it wrote; look at the data yourself.' } = tool;
  return {
    ...tool,
    effect: 'read',
    cacheTtlMs: 0,
    list: undefined,
    repeatable: undefined,
    budget: undefined,
    output: z.strictObject({
      found: z.enum(['done', 'not_done', 'cannot_tell']),
      because: z.string(),
      final: z.literal(true).optional(),
      output: tool.output.optional(),
    }),
    run: async (input, upstream, context) =>
      readBack
        ? readBack(input, upstream, context as unknown as ReadBackContext)
        : { found: 'cannot_tell', because: noReadBack, final: true },
  };
}

/** Looks for the write that was made and for no other: a tool or a connection that changed since would look elsewhere. */
export function ofSameWrite(next: Next): Next {
  return async (call) => {
    if (fingerprintOf(call) === call.request.checks?.fingerprint) return next(call);
    throw new PlatformError(
      'idempotency_mismatch',
      'The tool or its connection has changed since this write, and would be asked about another one now. Look at the data, and settle it yourself.',
      { sent: 'no' },
    );
  };
}
