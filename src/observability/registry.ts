import type { Mode } from '../kernel/mode.ts';

/** The state of one connection as health, REST and metrics tell it. */
export interface ConnectionStatus {
  /** `shopify/default` */
  readonly id: string;
  readonly connector: string;
  readonly title: string;
  readonly connection: string;
  readonly on: boolean;
  /** Why it is off. */
  readonly because?: string;
  readonly mode?: Mode;
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** An operator opened the circuit, and it stays so until one closes it. */
  readonly breakerHeld?: true;
  /** Of the connector's declaration: API version, shop. */
  readonly facts: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly since: string;
  readonly lastSuccessAt?: string;
  readonly lastFailureAt?: string;
  /** Code of the last failure. */
  readonly lastError?: string;
  readonly tools: number;
}

/** One thing that must hold for calls to be taken, as it was found last. */
export interface CheckStatus {
  /** `database` */
  readonly name: string;
  readonly ok: boolean;
}

/** What is up, at which version, since when. */
export interface Registry {
  readonly version: string;
  /** Epoch ms. */
  readonly startedAt: number;
  connections(): readonly ConnectionStatus[];
  /** Whether calls can be taken: stores answer, start is over, no stop is under way. */
  readiness(): { readonly ready: boolean; readonly because: readonly string[] };
  /** The readiness checks one by one. */
  checks(): readonly CheckStatus[];
  /** Whether the start is over. */
  started(): boolean;
}
