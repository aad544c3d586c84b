import type { Connector, Target } from './connector.ts';
import type { Mode } from './mode.ts';

/** One account of one connector, as calls see it. Secrets are not among its members. */
export interface Connection {
  /** `shopify/default`: the key of breakers, caches, quotas and metrics. */
  readonly id: string;
  /** `default` */
  readonly name: string;
  readonly connector: Connector;
  readonly state: ConnectionState;
  /** Raised whenever its credentials change: part of every cache key. */
  readonly credentialVersion: number;
  /**
   * Replicas share what they know of it where this is the same: a keyed digest of its settings, secrets included, and of
   * where it reaches. Absent where nothing is shared: an emulator in the process is another vendor in each replica.
   */
  readonly sharedAs?: string;
}

/** Whether a connection can be called, and if not, what would make it callable. */
export type ConnectionState =
  | { readonly on: true; readonly mode: Mode; readonly target: Target }
  | { readonly on: false; readonly because: string };
