import { z } from 'zod';
import type { AuditStore } from '../audit/audit-store.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import type { Action } from './action.ts';

const Input = z.strictObject({
  principalId: z.string().max(100).optional().describe('Only what this principal did'),
  subject: z.string().max(100).optional().describe('Only this tool or action'),
  limit: z.int().min(1).max(1_000).default(100).describe('How many rows at most, newest first'),
});

const Row = z.object({
  at: z.string(),
  kind: z.string(),
  principalId: z.string(),
  principalName: z.string(),
  face: z.string(),
  subject: z.string(),
  outcome: z.string(),
  count: z.number(),
  correlationId: z.string(),
  callId: z.string().optional(),
  effect: z.string().optional(),
  connection: z.string().optional(),
  mode: z.string().optional(),
  durationMs: z.number().optional(),
  inputDigest: z.string().optional(),
  answeredBy: z.string().optional(),
  attempts: z.number().optional(),
  detail: z.string().optional(),
});
const Output = z.object({ rows: z.array(Row) });

/** Shows the audit trail, the rows still waiting to be committed included. */
export function auditList(
  store: AuditStore,
  trail: AuditTrail,
): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'audit.list',
    title: 'Show the audit trail',
    description: 'Who did what, when, through which face and with what outcome; newest first.',
    effect: 'read',
    permission: 'audit.read',
    input: Input,
    output: Output,
    subject: () => 'audit trail',
    async run(query) {
      await trail.flush();
      return { rows: (await store.find(query)).map(toRow) };
    },
  };
}

function toRow({ id, at, callId, ...entry }: AuditEntry): z.output<typeof Row> {
  const call = entry.kind === 'call' ? id : callId;
  return { at: new Date(at).toISOString(), ...entry, ...(call !== undefined && { callId: call }) };
}
