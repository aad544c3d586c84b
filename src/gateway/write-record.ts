import { hash } from 'node:crypto';
import type { InputDigest } from '../audit/input-digest.ts';
import { type LetterSealer, sealInput } from '../dead-letters/letter-input.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import type { Call } from '../kernel/call.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { ErrorCode, ErrorDetails, PlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Tool } from '../kernel/tool.ts';
import type { WriteRecord } from '../resilience/idempotency-store.ts';

/** The record that claims a write's key, good for `ttlMs` from the start of the call. */
export function newRecord(call: Call, ttlMs: number, sealer: LetterSealer): WriteRecord {
  const id = uuidv7(call.startedAt);
  return {
    id,
    principalId: call.principal.id,
    principalName: call.principal.name,
    correlationId: call.correlationId,
    key: call.idempotencyKey as string,
    fingerprint: fingerprintOf(call),
    tool: (call.tool as Tool).name,
    connection: call.connection.id,
    state: 'claimed',
    sealedInput: sealInput(sealer, id, whatWasAsked(call)),
    createdAt: call.startedAt,
    expiresAt: call.startedAt + ttlMs,
  };
}

/** The arguments as they came, which parse to the same again, with the connection that was picked and without the key. */
function whatWasAsked({ request, connection }: Call): Record<string, unknown> {
  const { idempotencyKey: _, ...asked } = (request.input ?? {}) as Record<string, unknown>;
  return { ...asked, connection: connection.name };
}

/** SHA-256 of the RFC 8785 form of what the call would do: the same key with anything else is another call. */
export function fingerprintOf({ tool, connection, input }: Call): string {
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

/** What a write came to, as its record keeps it to be given again. An outcome writes itself as its value and time. */
export type SealedEnd =
  | { readonly outcome: Pick<Outcome, 'value' | 'fetchedAt'> }
  | { readonly refusal: SealedRefusal };

interface SealedRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Seals what a write came to, bound to its record. */
export function sealEnd(sealer: LetterSealer, id: string, end: SealedEnd): string {
  return sealer.seal(JSON.stringify(end), id);
}

/** The vendor's own refusals: they replay like results, since sending again would be refused again. */
const REFUSALS = new Set<ErrorCode>(['upstream_rejected', 'not_found']);

/** What a failed write has come to: the vendor said no, nothing was done, or nobody knows. */
export function fateOf({ code, details }: PlatformError): 'refused' | 'nothing done' | 'open' {
  if (REFUSALS.has(code) && details.sent !== 'unknown') return 'refused';
  return details.sent === 'no' ? 'nothing done' : 'open';
}
