import type { Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';

/** Ends calls on a connection that the principal may not use, or that is off. */
export function authorizeInput(): Step {
  return (call, next) => {
    const { connection, principal } = call;
    if (!principal.grant.allowsConnection(connection.id)) {
      throw new PlatformError('forbidden', `You may not use the connection ${connection.name}; ask the operator.`, {
        sent: 'no',
      });
    }
    if (!connection.state.on) throw new PlatformError('connection_off', connection.state.because, { sent: 'no' });
    return next(call);
  };
}
