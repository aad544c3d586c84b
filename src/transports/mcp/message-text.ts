import { PlatformError } from '../../kernel/errors.ts';
import { parseJsonBody } from '../json-body.ts';
import { RpcError, type RpcErrorName } from './json-rpc.ts';

/** Bounds of one message. */
export interface MessageLimits {
  readonly bodyBytes: number;
  /** Levels of nesting. */
  readonly jsonDepth: number;
}

const ROWS: Readonly<Record<string, RpcErrorName>> = {
  invalid_request: 'parse_error',
  too_large: 'too_large',
  invalid_input: 'invalid_envelope',
};

/** Reads a message's bytes as JSON, under the same rules on every transport. Throws `RpcError`. */
export function parseMessageText(bytes: Buffer, depth: number): unknown {
  if (bytes.length === 0) throw new RpcError('parse_error', 'Send a JSON-RPC message; nothing came.');
  try {
    return parseJsonBody(bytes, depth);
  } catch (error) {
    const row = error instanceof PlatformError ? ROWS[error.code] : undefined;
    throw row === undefined ? error : new RpcError(row, (error as PlatformError).message);
  }
}
