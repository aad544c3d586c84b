import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { type Era, isLegacy, LEGACY_VERSIONS, META_VERSION, MODERN_VERSIONS, unsupportedVersion } from './era.ts';
import { RpcError, type RpcMessage } from './json-rpc.ts';

/** Which parameter the `Mcp-Name` header repeats, by method. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

const VISIBLE = /^[\t\x20-\x7e]*$/;
const SENTINEL = /^=\?base64\?(.*)\?=$/;

/**
 * Holds the `MCP-Protocol-Version` header against the body (basic/transports/streamable-http of 2026-07-28). In the
 * legacy era the header stands alone: absent it says nothing, as from clients of 2025-03-26. Throws `RpcError`.
 */
export function checkVersionHeader(headers: IncomingHttpHeaders, message: RpcMessage, era: Era): void {
  const version = headers['mcp-protocol-version'] as string | undefined;
  const inBody = message.meta?.[META_VERSION];
  if (era === 'modern') {
    if (typeof inBody === 'string') checkValue('MCP-Protocol-Version', version, inBody);
  } else if (version !== undefined && message.method !== 'initialize' && !isLegacy(version)) {
    throw unsupportedVersion(version, [...MODERN_VERSIONS, ...LEGACY_VERSIONS]);
  }
}

/**
 * Holds `Mcp-Method` and `Mcp-Name` of a modern message against its body (same page): whoever routed or judged the
 * request by its headers judged what is run. A notification may come without them. Throws `RpcError`.
 */
export function checkRoutingHeaders(headers: IncomingHttpHeaders, { id, method, params }: RpcMessage): void {
  const headerMethod = headers['mcp-method'] as string | undefined;
  if (id !== undefined || headerMethod !== undefined) checkValue('Mcp-Method', headerMethod, method);
  const parameter = NAMED_BY[method];
  if (parameter !== undefined) checkName(headers['mcp-name'] as string | undefined, params[parameter], parameter);
}

/** The routing headers that a modern request carries; a name that a header cannot hold goes as Base64. */
export function routingHeaders({ method, params }: RpcMessage): Record<string, string> {
  const name = params[NAMED_BY[method] ?? ''];
  return { 'mcp-method': encoded(method), ...(typeof name === 'string' && { 'mcp-name': encoded(name) }) };
}

function encoded(value: string): string {
  const asItIs = VISIBLE.test(value) && value.trim() === value && !SENTINEL.test(value);
  return asItIs ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

function checkValue(header: string, value: string | undefined, inBody: string): void {
  if (value === inBody) return;
  throw mismatch(header, value, inBody);
}

/** A parameter that is missing or no text is left to the method, which knows what to say about it. */
function checkName(value: string | undefined, inBody: unknown, parameter: string): void {
  if (value === undefined && typeof inBody !== 'string') return;
  if (value !== undefined && decoded(value) === inBody) return;
  throw mismatch('Mcp-Name', value, `params.${parameter}`);
}

function mismatch(header: string, value: string | undefined, inBody: string): RpcError {
  return new RpcError(
    'header_mismatch',
    value === undefined
      ? `Send the header ${header}; it repeats what the body says.`
      : `Make the header ${header} say what the body says${header === 'Mcp-Name' ? ` in ${inBody}` : ''}.`,
  );
}

/** Values that a header cannot hold come as `=?base64?…?=`, in strict Base64 (RFC 4648 §4) of UTF-8. `undefined` for what is neither. */
function decoded(value: string): string | undefined {
  if (!VISIBLE.test(value)) return undefined;
  const base64 = SENTINEL.exec(value)?.[1];
  if (base64 === undefined) return value;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
