import type { Generated } from 'kysely';
import type { Settler } from '../../dead-letters/dead-letter-store.ts';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { Mode } from '../../kernel/mode.ts';
import type { WriteState } from '../../resilience/idempotency-store.ts';

/**
 * Every table of the database, as statements see it. Times are epoch ms; lists are JSON text; a missing value is `null`.
 * What a column means stands in the kernel type or port that it is kept for.
 */
export interface Tables {
  schema_versions: SchemaVersionRow;
  api_keys: ApiKeyRow;
  audit_entries: AuditEntryRow;
  write_records: WriteRecordRow;
  dead_letters: DeadLetterRow;
  results: ResultRow;
  result_pages: ResultPageRow;
  connections: ConnectionRow;
  learned_secrets: LearnedSecretRow;
  deliveries: DeliveryRow;
  event_marks: EventMarkRow;
}

/** One migration that the database has been through. */
export interface SchemaVersionRow {
  version: number;
  name: string;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  digest: string;
  hint: string;
  role: string;
  tools: string | null;
  connections: string | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

export interface AuditEntryRow {
  sequence: Generated<number>;
  at: number;
  id: string;
  kind: AuditEntry['kind'];
  principal_id: string;
  principal_name: string;
  face: string;
  correlation_id: string;
  call_id: string | null;
  subject: string;
  effect: Effect | null;
  connection: string | null;
  mode: Mode | null;
  outcome: string;
  count: number;
  duration_ms: number | null;
  input_digest: string | null;
  answered_by: string | null;
  attempts: number | null;
  detail: string | null;
}

export interface WriteRecordRow {
  id: string;
  principal_id: string;
  principal_name: string;
  correlation_id: string;
  idempotency_key: string;
  fingerprint: string;
  tool: string;
  connection: string;
  state: WriteState;
  sealed_input: string | null;
  sealed: string | null;
  created_at: number;
  /** When it was claimed, or reopened, last. */
  claimed_at: number;
  expires_at: number;
}

/** What is kept of a dead letter besides the record of its write, whose state is its own. */
export interface DeadLetterRow {
  record_id: string;
  error_code: string;
  error_message: string;
  /** JSON text. */
  attempts: string;
  reason: string | null;
  settled_by: Settler | null;
  kept_at: number;
  checks: Generated<number>;
  checked_at: number | null;
  check_said: string | null;
  /** When it is to be looked for next; 0 at once. */
  check_at: Generated<number>;
}

export interface ResultRow {
  id: string;
  owner_id: string;
  tool: string;
  connection: string;
  rows: number;
  pages: number;
  characters: number;
  created_at: number;
  expires_at: number;
  /** What a file is called and is; null of rows. */
  sealed_file: string | null;
  /** 1 while its pages are being written. */
  hidden: number;
}

export interface ConnectionRow {
  id: string;
  connector: string;
  name: string;
  version: number;
  /** 1 where the operator wants an emulator. */
  mock: number;
  /** JSON text. */
  settings: string;
  secret_names: string;
  sealed: string;
  created_at: number;
}

export interface DeliveryRow {
  /** The connection and the delivery's own id. */
  id: string;
  connection: string;
  /** JSON text. */
  events: string;
  received_at: number;
  expires_at: number;
}

export interface EventMarkRow {
  connection: string;
  mark: number;
}

export interface LearnedSecretRow {
  connection: string;
  name: string;
  source: string;
  sealed: string;
  at: number;
}

export interface ResultPageRow {
  result_id: string;
  /** Counted from 1. */
  page: number;
  sealed: string;
}
