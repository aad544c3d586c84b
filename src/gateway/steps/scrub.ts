import type { Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';

/** Takes secrets out of what an attempt brings back, its error's message and issues included. */
export function scrub(runtimes: ConnectionRuntimes): Step {
  return async (call, next) => {
    const { scrub: clean } = runtimes.of(call.connection);
    try {
      const outcome = await next(call);
      const value = clean(outcome.value);
      return value === outcome.value ? outcome : { ...outcome, value };
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const { code, message, details, cause } = error;
      throw new PlatformError(code, clean(message), clean(details), { cause });
    }
  };
}
