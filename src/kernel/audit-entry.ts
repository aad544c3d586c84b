import type { Effect } from './effect.ts';
import type { Mode } from './mode.ts';

/** One row of the audit trail: who did what, through which face, with what outcome. Never an argument's value. */
export interface AuditEntry {
  /** UUIDv7; for kind `call`, the id of the call. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly kind: 'call' | 'intent' | 'resource' | 'sign-in' | 'action' | 'webhook';
  readonly principalId: string;
  readonly principalName: string;
  readonly face: string;
  readonly correlationId: string;
  /** Of an intent: the call that it belongs to. */
  readonly callId?: string;
  /** Tool name, action name, `resources/list`, `resources/read`, `sign-in` or `webhook`. */
  readonly subject: string;
  readonly effect?: Effect;
  readonly connection?: string;
  readonly mode?: Mode;
  /** `ok` or an error code. */
  readonly outcome: string;
  /** How many equal refusals this row stands for. */
  readonly count: number;
  readonly durationMs?: number;
  /** SHA-256 of the canonical input, base64url: says whether two calls were the same without telling what they said. */
  readonly inputDigest?: string;
  /** `hit`, `miss`, `stale`, `joined` or `replayed`. */
  readonly answeredBy?: string;
  readonly attempts?: number;
  /** For actions: what it was done to, safe to show. For calls: the tool through which it was called, if another. */
  readonly detail?: string;
}
