import { hash } from 'node:crypto';
import type { InputDigest } from '../audit/input-digest.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import type { Call } from '../kernel/call.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Tool } from '../kernel/tool.ts';
import type { WriteRecord } from '../resilience/idempotency-store.ts';

/** The record that claims a write's key, good for `ttlMs` from the start of the call. */
export function newRecord(call: Call, ttlMs: number): WriteRecord {
  return {
    id: uuidv7(call.startedAt),
    principalId: call.principal.id,
    key: call.idempotencyKey as string,
    fingerprint: fingerprintOf(call),
    tool: (call.tool as Tool).name,
    connection: call.connection.id,
    state: 'claimed',
    createdAt: call.startedAt,
    expiresAt: call.startedAt + ttlMs,
  };
}

/** SHA-256 of the RFC 8785 form of what the call would do: the same key with anything else is another call. */
function fingerprintOf({ tool, connection, input }: Call): string {
  const mode = connection.state.on ? connection.state.mode : 'off';
  const subject = canonicalJson({ tool: (tool as Tool).name, connection: connection.id, mode, input });
  return hash('sha256', subject, 'base64url');
}

/** The row that says what is about to be done, committed before it is. */
export function intentEntry(call: Call, digest: InputDigest): AuditEntry {
  const { principal, request, connection } = call;
  return {
    id: uuidv7(call.startedAt),
    at: call.startedAt,
    kind: 'intent',
    principalId: principal.id,
    principalName: principal.name,
    face: request.face,
    correlationId: call.correlationId,
    callId: call.id,
    subject: (call.tool as Tool).name,
    effect: call.tool?.effect,
    connection: connection.id,
    mode: connection.state.on ? connection.state.mode : undefined,
    outcome: 'intent',
    count: 1,
    inputDigest: digest(call.canonicalInput),
  };
}
