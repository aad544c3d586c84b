import type { Log } from '../../kernel/log.ts';
import { newCorrelationId } from '../correlation.ts';
import { sendError } from '../error-translation.ts';
import type { RequestHandler } from './server.ts';

/**
 * A handler that is made once everything else of this turn is done, so that a start does not wait for it; requests that
 * come before it is there wait for it. When it cannot be made each of them is told so, and the log why.
 */
export function lateHandler(make: () => Promise<RequestHandler>, log: Log): RequestHandler {
  let made: RequestHandler | undefined;
  const making = new Promise<void>((resolve) => void setImmediate(resolve)).then(make);
  making.then(
    (handler) => {
      made = handler;
    },
    (error) => log.error({ err: error }, 'a face could not be opened; its requests are refused'),
  );
  return (request, response) => {
    if (made !== undefined) made(request, response);
    else {
      making
        .then((handler) => handler(request, response))
        .catch((error) => sendError(response, error, newCorrelationId()));
    }
  };
}
