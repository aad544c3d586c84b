import type { AuditEntry } from '../kernel/audit-entry.ts';

/** Which rows to show, newest first. */
export interface AuditQuery {
  readonly principalId?: string;
  readonly subject?: string;
  readonly limit: number;
}

/** Keeps the audit trail. Rows are only ever added. */
export interface AuditStore {
  /** Adds all rows or none, durably before it resolves. Rejects when the database cannot take them. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  find(query: AuditQuery): Promise<readonly AuditEntry[]>;
  count(): Promise<number>;
}
