import type { ServerResponse } from 'node:http';
import { Abort, type Signal } from '../kernel/abort.ts';
import { PlatformError } from '../kernel/errors.ts';

/** A signal that aborts when the caller leaves before the answer is written. Made when it is asked for: most calls never wait. */
export function signalOf(response: ServerResponse): Signal {
  const left = new Abort();
  const leave = () => {
    if (!response.writableFinished) left.abort(new PlatformError('cancelled', 'The caller left before the answer.'));
  };
  if (response.destroyed) leave();
  else response.once('close', leave);
  return left;
}
