import type { ApiKeys } from '../access/api-keys.ts';
import { ensureAdminKey } from '../access/first-admin-key.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Clock } from '../kernel/clock.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import { newCorrelationId } from '../transports/correlation.ts';

export interface AdminKeyParts {
  readonly keys: ApiKeys;
  /** `ADMIN_API_KEY`. */
  readonly configured: string | undefined;
  /** There is nobody to show a key to that is made now. */
  readonly hides: boolean | undefined;
  /** In whose name it is done. */
  readonly itself: Principal;
  readonly trail: AuditTrail;
  readonly clock: Clock;
}

/** As `ensureAdminKey`, and records in the audit trail what it added. Gives the key that is to be shown once. */
export async function openAdminKey(parts: AdminKeyParts): Promise<string | undefined> {
  const { keys, itself, trail, clock } = parts;
  const added = await ensureAdminKey(keys, parts.configured, parts.hides);
  if (added === undefined) return undefined;
  const { id, name, role } = added.record;
  const at = clock.now();
  await trail.commit({
    id: uuidv7(at),
    at,
    kind: 'action',
    principalId: itself.id,
    principalName: itself.name,
    face: 'start',
    correlationId: newCorrelationId(),
    subject: 'keys.create',
    effect: 'write',
    outcome: 'ok',
    count: 1,
    detail: `${id} for ${name} as ${role}`,
  });
  return added.shown;
}
