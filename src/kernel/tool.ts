import type { z } from 'zod';
import type { Signal } from './abort.ts';
import type { Effect } from './effect.ts';
import type { ReadBack } from './read-back.ts';

/** A file that a tool answers with besides its output. What is in it decides what it is; the name may lie. */
export interface AnswerFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What `run` may know of the call besides its input. */
export interface ToolContext {
  /** Aborts when the attempt's time is up or the caller has left. */
  readonly signal: Signal;
  /** Epoch milliseconds. */
  now(): number;
  /** Writes only: a key for vendors that take one, of which the principal's own key makes the same, and nobody else's. */
  readonly idempotencyKey?: string;
  /**
   * Gives what the call's first attempt read, to later attempts too: what was there before a change that an attempt without
   * an answer may have made. One reading a call.
   */
  atFirst<Value>(read: () => Promise<Value>): Promise<Value>;
  /**
   * Answers with a file besides the output, for tools that declare `file`: the platform keeps it for the caller, and the
   * answer says under `file` where it can be read. One a call; of several the last.
   */
  answerWith(file: AnswerFile): void;
}

/** A call that works against the vendor's emulator, shown in the documentation and run by a test. */
export interface Example {
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A token bucket: full at the start, refilled evenly. */
export interface QuotaBudget<In> {
  /** Names the bucket; tools that name the same share it. */
  readonly name: string;
  readonly maximum: number;
  readonly restorePerSecond: number;
  /** What the connection's facts say the maximum is, which is then restored in the same time; `undefined` where they do not. */
  maximumOf?(facts: Readonly<Record<string, string>>): number | undefined;
  /** What one attempt takes. */
  cost(input: In): number;
}

/** A tool as data. Made by `defineTool` in `connectors/define.ts`, which checks it; `Up` is the connector's upstream. */
// biome-ignore lint/suspicious/noExplicitAny: a list of tools of different shapes needs the bottom type of each
export interface Tool<In = any, Out extends object = any, Up = any> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  /** `connector.resource.verb`; the first part is the tool prefix without its underscore. */
  readonly permission: string;
  readonly input: z.ZodType<In> & z.ZodObject;
  readonly output: z.ZodType<Out> & z.ZodObject;
  /** The output field that holds the rows, paged by the platform when the answer is too large; `next…` beside it then stands on the last page alone. */
  readonly list?: string;
  /**
   * Reads: an answer may come with a file. `personal`: what is in it may identify a person, so that it is for grants that
   * show personal data alone.
   */
  readonly file?: 'plain' | 'personal';
  /** Reads: how long an answer may be served again. 0 never caches. Without it the setting `CACHE_TTL_MS` holds. */
  readonly cacheTtlMs?: number;
  /** Reads: the answer depends on who asks, so it is cached per principal. */
  readonly variesByCaller?: boolean;
  /** Writes: sending the same call twice leaves the vendor as once does, so an attempt of unknown fate may be repeated. */
  readonly repeatable?: boolean;
  /** Longest time of one attempt; without it the setting `ATTEMPT_TIMEOUT_MS` holds. */
  readonly timeoutMs?: number;
  /** An attempt longer than this counts as slow in the breaker; without it, half of the timeout. */
  readonly slowMs?: number;
  /** In the set of tools that is listed without being asked for; the others are found by `search_tools` or in their connector's toolset. */
  readonly core?: true;
  /** Exists only where the setting `FEATURES` names this: `bing-advanced`. */
  readonly feature?: string;
  /** What of the input a vendor's quota counts apart: a site, a property. A `quota` verdict of the scope stops this alone. */
  quotaScope?(input: In): string;
  /**
   * Writes: the one object that a call changes. Of two calls of the tool on different objects either may come first, with
   * the same result; without it, parked calls of the tool are sent again one after another.
   */
  object?(input: In): string;
  /** An own bucket for each connection and `quotaScope`, besides the connector's: 2,000 inspections a day. */
  readonly budget?: QuotaBudget<In>;
  /** What one attempt takes from the vendor's quota, in the quota's unit, before the vendor has said so. */
  cost?(input: In): number;
  /** Scopes or rights that the connection's credentials need at the vendor. */
  readonly scopes: readonly string[];
  readonly examples: readonly Example[];
  run(input: In, upstream: Up, context: ToolContext): Promise<Out>;
  /** Writes: looks in the vendor's data for what became of a call whose outcome is unknown. It never writes. */
  readonly readBack?: ReadBack<In, Out, Up>;
  /** Scopes or rights that looking needs besides `scopes`. */
  readonly readBackScopes?: readonly string[];
  /** Writes without a read-back: why there is none, and what a person can look at instead. A sentence for the operator. */
  readonly noReadBack?: string;
}
