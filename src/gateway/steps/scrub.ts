import type { Step } from '../../kernel/call.ts';
import { PlatformError, toPlatformError } from '../../kernel/errors.ts';
import type { Scrubber } from '../../privacy/scrubber.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';

/** Causes below this are dropped. */
const CAUSES_MAX = 6;

/** Takes secrets out of what an attempt brings back: its outcome, or its error with issues and causes, which go to the log. */
export function scrub(runtimes: ConnectionRuntimes): Step {
  return async (call, next) => {
    const { scrub: clean } = runtimes.of(call.connection);
    try {
      const outcome = await next(call);
      return clean.suspects(outcome.json) ? outcome.with(clean(outcome.value)) : outcome;
    } catch (thrown) {
      const { code, message, details, cause } = toPlatformError(thrown);
      throw new PlatformError(code, clean(message), clean(details), { cause: cleanCause(cause, clean, CAUSES_MAX) });
    }
  };
}

/** The same error in name, code, message, stack and causes, without secrets. */
function cleanCause(cause: unknown, clean: Scrubber, left: number): unknown {
  if (!(cause instanceof Error)) return clean(cause);
  const { name, message, stack, code } = cause as NodeJS.ErrnoException;
  const further = left > 0 ? cleanCause(cause.cause, clean, left - 1) : undefined;
  const copy = new Error(clean(message), further === undefined ? undefined : { cause: further });
  return Object.assign(copy, { name, stack: clean(stack) }, code === undefined ? undefined : { code });
}
