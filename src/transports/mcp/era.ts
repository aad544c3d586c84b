import { isObject, RpcError, type RpcMessage } from './json-rpc.ts';

/** `modern`: every request stands alone and says its revision in `_meta`. `legacy`: the revision is agreed by `initialize`. */
export type Era = 'modern' | 'legacy';

/** Revisions of the modern era that the platform speaks, newest first. */
export const MODERN_VERSIONS = ['2026-07-28'] as const;

/** Revisions of the legacy era that the platform speaks, newest first. */
export const LEGACY_VERSIONS = ['2025-11-25', '2025-06-18'] as const;

export const META_VERSION = 'io.modelcontextprotocol/protocolVersion';
const META_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
export const META_SERVER_INFO = 'io.modelcontextprotocol/serverInfo';

/**
 * Tells in which era a message is meant (basic/versioning): by its `_meta`, else by the one method that only the legacy
 * era has, else by the revision that came beside it (the HTTP header; nothing on stdio).
 */
export function eraOf(message: RpcMessage, versionBeside: string | undefined): Era {
  if (message.meta?.[META_VERSION] !== undefined) return 'modern';
  if (message.method === 'initialize') return 'legacy';
  if (message.method === 'server/discover') return 'modern';
  return versionBeside !== undefined && isModern(versionBeside) ? 'modern' : 'legacy';
}

export function isModern(version: string): boolean {
  return (MODERN_VERSIONS as readonly string[]).includes(version);
}

export function isLegacy(version: string): boolean {
  return (LEGACY_VERSIONS as readonly string[]).includes(version);
}

/** The legacy revision to go on with: the one asked for, or the newest (basic/lifecycle of 2025-11-25). */
export function negotiate(asked: unknown): string {
  return typeof asked === 'string' && isLegacy(asked) ? asked : LEGACY_VERSIONS[0];
}

/** Checks what every modern request must carry (basic/index of 2026-07-28). Client info is the client's to give or not. */
export function checkEnvelope({ meta }: RpcMessage): void {
  const version = meta?.[META_VERSION];
  if (typeof version !== 'string') {
    throw new RpcError('invalid_envelope', `Send the protocol revision in params._meta["${META_VERSION}"].`);
  }
  if (!isModern(version)) throw unsupportedVersion(version, MODERN_VERSIONS);
  if (!isObject(meta?.[META_CAPABILITIES])) {
    throw new RpcError(
      'invalid_envelope',
      `Send an object in params._meta["${META_CAPABILITIES}"]; {} if there are none.`,
    );
  }
}

export function unsupportedVersion(requested: string, supported: readonly string[]): RpcError {
  return new RpcError('unsupported_version', `Use one of the protocol revisions ${supported.join(', ')}.`, {
    supported,
    requested,
  });
}
