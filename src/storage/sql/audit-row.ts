import type { CompiledQuery, Insertable, Selectable } from 'kysely';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import type { SqlDatabase } from './database.ts';
import type { AuditEntryRow } from './tables.ts';

/** The statement that adds one audit row; its parameters are what `toAuditParameters` gives. */
export function compileAuditInsert(database: SqlDatabase): CompiledQuery {
  return database.compile((db) => db.insertInto('audit_entries').values(toAuditRow(SHAPE)));
}

const SHAPE: AuditEntry = {
  id: '',
  at: 0,
  kind: 'call',
  principalId: '',
  principalName: '',
  face: '',
  correlationId: '',
  subject: '',
  outcome: '',
  count: 0,
};

/** The entry's values in the order of the table's columns. */
export function toAuditParameters(entry: AuditEntry): unknown[] {
  return Object.values(toAuditRow(entry));
}

const OFTEN_ALIKE: ReadonlySet<string> = new Set<keyof AuditEntryRow>([
  'kind',
  'face',
  'call_id',
  'subject',
  'effect',
  'connection',
  'mode',
  'outcome',
  'count',
  'answered_by',
  'attempts',
  'detail',
]);

/** The positions of what calls of one moment often have in common. */
export const AUDIT_OFTEN_ALIKE: readonly number[] = Object.keys(toAuditRow(SHAPE)).flatMap((name, at) =>
  OFTEN_ALIKE.has(name) ? [at] : [],
);

function toAuditRow(entry: AuditEntry): Insertable<AuditEntryRow> {
  return {
    at: entry.at,
    id: entry.id,
    kind: entry.kind,
    principal_id: entry.principalId,
    principal_name: entry.principalName,
    face: entry.face,
    correlation_id: entry.correlationId,
    call_id: entry.callId ?? null,
    subject: entry.subject,
    effect: entry.effect ?? null,
    connection: entry.connection ?? null,
    mode: entry.mode ?? null,
    outcome: entry.outcome,
    count: entry.count,
    duration_ms: entry.durationMs ?? null,
    input_digest: entry.inputDigest ?? null,
    answered_by: entry.answeredBy ?? null,
    attempts: entry.attempts ?? null,
    detail: entry.detail ?? null,
  };
}

/** The entry as it was appended. */
export function toAuditEntry(row: Selectable<AuditEntryRow>): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    principalId: row.principal_id,
    principalName: row.principal_name,
    face: row.face,
    correlationId: row.correlation_id,
    callId: row.call_id ?? undefined,
    subject: row.subject,
    effect: row.effect ?? undefined,
    connection: row.connection ?? undefined,
    mode: row.mode ?? undefined,
    outcome: row.outcome,
    count: row.count,
    durationMs: row.duration_ms ?? undefined,
    inputDigest: row.input_digest ?? undefined,
    answeredBy: row.answered_by ?? undefined,
    attempts: row.attempts ?? undefined,
    detail: row.detail ?? undefined,
  };
}
