import type { AuditEntry } from '../../src/kernel/audit-entry.ts';
import { uuidv7 } from '../../src/kernel/ids.ts';
import type { WriteRecord } from '../../src/resilience/idempotency-store.ts';

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** A claimed record of the principal `p1` under the key `k1`, good for an hour. */
export function writeRecordFixture(over: Partial<WriteRecord> = {}): WriteRecord {
  return {
    id: uuidv7(T0),
    principalId: 'p1',
    principalName: 'agent',
    correlationId: '0af7651916cd43dd8448eb211c80319c',
    key: 'k1',
    fingerprint: 'f1',
    tool: 'shopify_update_product_seo',
    connection: 'shopify/default',
    state: 'claimed',
    createdAt: T0,
    expiresAt: T0 + HOUR,
    ...over,
  };
}

/** The intent row of a record. */
export function intentFixture(record: WriteRecord): AuditEntry {
  return {
    id: uuidv7(T0),
    at: record.createdAt,
    kind: 'intent',
    principalId: record.principalId,
    principalName: 'agent',
    face: 'mcp',
    correlationId: '0af7651916cd43dd8448eb211c80319c',
    callId: record.id,
    subject: record.tool,
    effect: 'write',
    connection: record.connection,
    outcome: 'ok',
    count: 1,
  };
}
