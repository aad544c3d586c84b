import { traceIdOf } from '../correlation.ts';
import type { RpcMessage } from './json-rpc.ts';

/** The trace id that a message names itself (basic/index); it goes before an HTTP header's, which a proxy may have written. */
export function traceIn({ meta }: RpcMessage): string | undefined {
  const traceparent = meta?.traceparent;
  return typeof traceparent === 'string' ? traceIdOf(traceparent) : undefined;
}
