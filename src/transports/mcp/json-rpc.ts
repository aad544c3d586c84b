import { type PlatformError, toPlatformError } from '../../kernel/errors.ts';
import { errorDetail } from './error-detail.ts';

interface RpcErrorRow {
  /** JSON-RPC 2.0 §5.1 and basic/index of MCP 2026-07-28. */
  readonly code: number;
  /** HTTP status in revision 2026-07-28. */
  readonly modern: number;
  /** HTTP status in the revisions before, which answer a readable request with 200 whatever became of it. */
  readonly legacy: number;
  readonly means: string;
}

/** Every JSON-RPC error that is ours to send. Some codes have two rows, because HTTP tells more of them apart. */
// biome-ignore format: a table is read in columns
export const RPC_ERRORS = {
  parse_error:         { code: -32700, modern: 400, legacy: 400, means: 'The bytes are not JSON.' },
  invalid_request:     { code: -32600, modern: 400, legacy: 400, means: 'The JSON is not one JSON-RPC 2.0 message of a client.' },
  too_large:           { code: -32600, modern: 413, legacy: 413, means: 'The message is longer or deeper than the platform reads.' },
  method_not_found:    { code: -32601, modern: 404, legacy: 200, means: 'The revision has no such method, or the platform does not offer it.' },
  invalid_envelope:    { code: -32602, modern: 400, legacy: 400, means: 'What every request must carry is missing or wrong.' },
  invalid_params:      { code: -32602, modern: 200, legacy: 200, means: 'The parameters do not fit the method, or name what does not exist.' },
  internal:            { code: -32603, modern: 200, legacy: 200, means: 'A fault of the platform.' },
  header_mismatch:     { code: -32020, modern: 400, legacy: 400, means: 'A header is missing or says something else than the body.' },
  unsupported_version: { code: -32022, modern: 400, legacy: 400, means: 'The platform does not speak the protocol revision.' },
} as const satisfies Record<string, RpcErrorRow>;

export type RpcErrorName = keyof typeof RPC_ERRORS;

/** A refusal in JSON-RPC's words. The message is safe to show and says what to change. */
export class RpcError extends Error {
  readonly row: RpcErrorName;
  readonly data: unknown;

  constructor(row: RpcErrorName, message: string, data?: unknown) {
    super(message);
    this.name = 'RpcError';
    this.row = row;
    this.data = data;
  }
}

export type RequestId = string | number;

/** A client's message whose form is checked: a request, or, without an id, a notification. */
export interface RpcMessage {
  readonly id: RequestId | undefined;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** `params._meta`. */
  readonly meta: Readonly<Record<string, unknown>> | undefined;
}

export type RpcRequest = RpcMessage & { readonly id: RequestId };

/** Tells a request from a notification. */
export function isRequest(message: RpcMessage): message is RpcRequest {
  return message.id !== undefined;
}

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/** Reads one message (JSON-RPC 2.0 §4, without batches since 2025-06-18). Throws `RpcError`. */
export function toMessage(value: unknown): RpcMessage {
  if (Array.isArray(value)) throw refusal('Send one message at a time; batches were removed in revision 2025-06-18.');
  if (!isObject(value)) throw refusal('Send a JSON object.');
  const { jsonrpc, id, method, params } = value;
  if (jsonrpc !== '2.0') throw refusal('Set `jsonrpc` to "2.0".');
  if (typeof method !== 'string') {
    throw refusal(
      'result' in value || 'error' in value
        ? 'Send requests and notifications only: this server asks nothing, so there is nothing to respond to.'
        : 'Name a `method`.',
    );
  }
  if (id !== undefined && !isRequestId(id)) throw refusal('Make `id` a string or an integer; null is not allowed.');
  if (params !== undefined && !isObject(params)) throw refusal('Make `params` an object.');
  const meta = params?._meta;
  if (meta !== undefined && !isObject(meta)) throw new RpcError('invalid_envelope', 'Make `params._meta` an object.');
  return { id, method, params: params ?? NOTHING, meta };
}

/** The id of something that may not be a message otherwise, so that its refusal finds the way home. */
export function readableId(value: unknown): RequestId | undefined {
  const id = isObject(value) ? value.id : undefined;
  return isRequestId(id) ? id : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRequestId(id: unknown): id is RequestId {
  return typeof id === 'string' || Number.isSafeInteger(id);
}

function refusal(message: string): RpcError {
  return new RpcError('invalid_request', message);
}

/** An error as JSON-RPC has it, before it is written. */
export interface RpcFailure {
  readonly row: RpcErrorName | undefined;
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/**
 * Puts any error into JSON-RPC's words. Codes of ours that JSON-RPC has no word for keep their HTTP status as an
 * application code, outside the reserved range (JSON-RPC 2.0 §5.1). Strangers become neutral.
 */
export function toRpcFailure(error: unknown, correlationId: string): RpcFailure {
  if (error instanceof RpcError) {
    return { row: error.row, code: RPC_ERRORS[error.row].code, message: error.message, data: error.data };
  }
  const known = toPlatformError(error);
  const detail = errorDetail(known, correlationId);
  const row = rowOf(known);
  return {
    row,
    code: row === undefined ? detail.status : RPC_ERRORS[row].code,
    message: known.message,
    data: { 'mcp-platform/error': detail },
  };
}

function rowOf({ code }: PlatformError): RpcErrorName | undefined {
  switch (code) {
    case 'unknown_tool':
    case 'not_found':
    case 'invalid_input':
    case 'invalid_request':
      return 'invalid_params';
    case 'internal':
      return 'internal';
    default:
      return undefined;
  }
}
