import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../kernel/clock.ts';
import type { DoctorCheck } from './doctor/check.ts';
import type { Exit } from './exit-codes.ts';
import type { Operator } from './operator.ts';

/** A stream that may be a terminal, so many columns wide. */
export type Terminal<S> = S & { readonly isTTY?: boolean; readonly columns?: number };

export interface StartOptions {
  /** Adds the fixture connector of the conformance suite; production refuses it. */
  readonly conformance: boolean;
}

export interface OperatorOptions {
  /** API key to work with; without it the operator of this machine is who calls, in the role `admin`. */
  readonly apiKey?: string;
  /** The work is about a running server: without one there is nothing to do it on. */
  readonly running?: true;
}

export interface StdioOptions extends OperatorOptions {
  /** Names of toolsets as they were given, `gsc,ga4`; absent, what is listed to who names none. */
  readonly toolsets?: string;
}

/** What the command line is given by `main.ts`. Nothing here is opened before a command needs it. */
export interface CliDeps {
  readonly version: string;
  readonly stdin: Terminal<Readable>;
  readonly stdout: Terminal<Writable>;
  readonly stderr: Terminal<Writable>;
  readonly clock: Clock;
  /** Value of `MCP_PLATFORM_API_KEY`, if it is set. */
  readonly apiKey: string | undefined;
  /** Gives an environment variable that the command line names, for a secret that is not to be typed. */
  environment(variable: string): string | undefined;
  /** Runs the server until it has been stopped, and says how it ended. Throws `CliFailure` where it cannot start. */
  start(options: StartOptions): Promise<Exit>;
  /** Speaks MCP on standard input and output until the client leaves. Throws `CliFailure` `permission` without a valid key, and `usage` for an unknown toolset. */
  serveStdio(options: StdioOptions): Promise<Exit>;
  /** Gives the operator's door: of the server that owns the data folder, else of a platform opened for this command. */
  openOperator(options: OperatorOptions): Promise<Operator>;
  /** The checks of `doctor`, in the order in which they are told. Never throws for wrong settings: that is a finding. */
  doctorChecks(): Promise<readonly DoctorCheck[]>;
}
