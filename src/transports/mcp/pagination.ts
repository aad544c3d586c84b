import { RpcError, type RpcMessage } from './json-rpc.ts';

/** Every list is one page and gives no cursor, so any cursor, the empty one too, is somebody else's (server/utilities/pagination). */
export function refuseCursor({ params: { cursor } }: RpcMessage): void {
  if (cursor === undefined) return;
  throw new RpcError('invalid_params', 'Leave params.cursor out: this list has one page and gives no cursors.');
}
