import type { Effect } from '../kernel/effect.ts';

/** A tool as the command line needs it. Members beyond these are passed through. */
export interface ToolSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  /** JSON Schema of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** A connection as the command line shows it. Members beyond these are passed through. */
export interface ConnectionSummary {
  /** `shopify/default` */
  readonly id: string;
  readonly title: string;
  readonly on: boolean;
  /** Why it is off. */
  readonly because?: string;
  readonly mode?: string;
  readonly breaker: string;
  readonly tools: number;
  /** ISO 8601. */
  readonly lastSuccessAt?: string;
  readonly lastFailureAt?: string;
  /** Code of the last failure. */
  readonly lastError?: string;
}

/**
 * What a command works through: the platform as one principal sees it, in another process or in this one. Everything
 * rejects only with `PlatformError` or `CliFailure`.
 */
export interface Operator {
  /** Performs an operator action by its name, `keys.create` say, and gives its output. */
  perform(action: string, input: unknown): Promise<unknown>;
  /** The tools that the principal may call, by name. */
  tools(): Promise<readonly ToolSummary[]>;
  /** Calls a tool and gives the structured answer. */
  call(tool: string, input: unknown, options?: { readonly idempotencyKey?: string }): Promise<unknown>;
  connections(): Promise<readonly ConnectionSummary[]>;
  /** Gives back whatever was opened; afterwards nothing keeps the process up. */
  close(): Promise<void>;
}
