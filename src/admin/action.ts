import type { z } from 'zod';
import type { Effect } from '../kernel/effect.ts';
import type { Principal } from '../kernel/principal.ts';

/** An operator action: CLI, REST and console derive from the list in `actions.ts`. */
// biome-ignore lint/suspicious/noExplicitAny: a list of actions of different shapes needs the bottom type of each
export interface Action<In = any, Out = any> {
  /** `keys.create` */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  readonly permission: string;
  readonly input: z.ZodType<In> & z.ZodObject;
  readonly output: z.ZodType<Out> & z.ZodObject;
  /** What the action is done to, for the audit trail; never a secret. */
  subject(input: In, output: Out | undefined): string;
  run(input: In, principal: Principal): Promise<Out>;
}

/** Performs operator actions: authorised, validated, audited. */
export interface Admin {
  readonly actions: readonly Action[];
  /** Rejects only with `PlatformError`. */
  perform(principal: Principal, name: string, input: unknown, face: string, correlationId: string): Promise<unknown>;
}
