import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import type { CheckStatus, ConnectionStatus, Registry } from './registry.ts';

/** Something that must hold for calls to be taken: a store answers, say. */
export interface ReadinessCheck {
  /** `database` */
  readonly name: string;
  /** What the operator reads when it does not hold: `the database does not answer`. */
  readonly because: string;
  /** Whether it holds. Rejecting, or not answering in time, is the same as false. */
  holds(signal: AbortSignal): boolean | Promise<boolean>;
}

export interface ConnectionRegistryOptions {
  readonly version: string;
  /** All connections there are at this moment. */
  connections(): readonly Connection[];
  readonly checks: readonly ReadinessCheck[];
  breakerOf(connectionId: string): CircuitStatus;
  readonly clock: Clock;
}

/** The circuit of a connection, as far as health tells it. */
export interface CircuitStatus {
  readonly state: ConnectionStatus['breaker'];
  readonly held: boolean;
}

/** The last good and bad word of a connection. Epoch ms. */
interface Pulse {
  readonly of: Connection;
  since: number;
  lastSuccessAt: number | undefined;
  lastFailureAt: number | undefined;
  lastError: ErrorCode | undefined;
  failing: boolean;
}

const CHECK_TIMEOUT_MS = 2_000;
const STARTING = 'the start is not over';
const STOPPING = 'a stop is under way';

/** Knows how every connection is from what its calls came to, and whether the platform takes calls. */
export class ConnectionRegistry implements Registry {
  readonly version: string;
  readonly startedAt: number;
  readonly #listed: () => readonly Connection[];
  /** By connection: one whose credentials changed begins anew. */
  #pulses = new Map<string, Pulse>();
  readonly #checks: readonly ReadinessCheck[];
  readonly #failed = new Set<string>();
  readonly #breakerOf: ConnectionRegistryOptions['breakerOf'];
  readonly #clock: Clock;
  #phase: 'starting' | 'running' | 'stopping' = 'starting';
  #wasStarted = false;

  constructor({ version, connections, checks, breakerOf, clock }: ConnectionRegistryOptions) {
    this.version = version;
    this.startedAt = clock.now();
    this.#listed = connections;
    this.#checks = checks;
    this.#breakerOf = breakerOf;
    this.#clock = clock;
    this.#look();
  }

  /** An attempt on the connection was answered, if only with a refusal of the call. Unknown ids are passed over. */
  succeeded(connectionId: string): void {
    const pulse = this.#pulseOf(connectionId);
    if (pulse === undefined) return;
    pulse.lastSuccessAt = this.#clock.now();
    if (pulse.failing) this.#turn(pulse, false, pulse.lastSuccessAt);
  }

  /** An attempt failed by the vendor's or the operator's fault. Unknown ids are passed over. */
  failed(connectionId: string, code: ErrorCode): void {
    const pulse = this.#pulseOf(connectionId);
    if (pulse === undefined) return;
    pulse.lastFailureAt = this.#clock.now();
    pulse.lastError = code;
    if (!pulse.failing) this.#turn(pulse, true, pulse.lastFailureAt);
  }

  /** The start is over. */
  running(): void {
    this.#phase = 'running';
    this.#wasStarted = true;
  }

  /** A stop is under way: from now on not ready, and never again. */
  stopping(): void {
    this.#phase = 'stopping';
  }

  /** Runs every readiness check anew, each for at most two seconds. Never rejects. Called by the clock, every few seconds. */
  async refresh(): Promise<void> {
    await Promise.all(
      this.#checks.map(async (check) => {
        if (await this.#holds(check)) this.#failed.delete(check.name);
        else this.#failed.add(check.name);
      }),
    );
  }

  connections(): readonly ConnectionStatus[] {
    return this.#look().map((connection) => this.#statusOf(connection));
  }

  readiness(): { readonly ready: boolean; readonly because: readonly string[] } {
    const because = this.#checks.filter(({ name }) => this.#failed.has(name)).map((check) => check.because);
    if (this.#phase === 'starting') because.unshift(STARTING);
    if (this.#phase === 'stopping') because.unshift(STOPPING);
    return { ready: because.length === 0, because };
  }

  checks(): readonly CheckStatus[] {
    return this.#checks.map(({ name }) => ({ name, ok: !this.#failed.has(name) }));
  }

  started(): boolean {
    return this.#wasStarted;
  }

  /** Gives the connections of this moment, each with a pulse; one that is new, or another than before, begins with none. */
  #look(): readonly Connection[] {
    const connections = this.#listed();
    const before = this.#pulses;
    const pulseOf = (connection: Connection): Pulse => {
      const known = before.get(connection.id);
      if (known?.of === connection) return known;
      const nothing = { lastSuccessAt: undefined, lastFailureAt: undefined, lastError: undefined, failing: false };
      return { of: connection, since: this.#clock.now(), ...nothing };
    };
    this.#pulses = new Map(connections.map((connection) => [connection.id, pulseOf(connection)]));
    return connections;
  }

  #pulseOf(id: string): Pulse | undefined {
    if (!this.#pulses.has(id)) this.#look();
    return this.#pulses.get(id);
  }

  #turn(pulse: Pulse, failing: boolean, at: number): void {
    pulse.failing = failing;
    pulse.since = at;
  }

  async #holds(check: ReadinessCheck): Promise<boolean> {
    const over = new AbortController();
    const late = this.#clock.sleep(CHECK_TIMEOUT_MS, over.signal).then(
      () => false,
      () => false,
    );
    try {
      return await Promise.race([check.holds(over.signal), late]);
    } catch {
      return false;
    } finally {
      over.abort();
    }
  }

  #statusOf({ id, name, connector, state }: Connection): ConnectionStatus {
    const pulse = this.#pulses.get(id) as Pulse;
    const circuit = this.#breakerOf(id);
    return {
      id,
      connector: connector.id,
      title: connector.title,
      connection: name,
      on: state.on,
      because: state.on ? undefined : state.because,
      mode: state.on ? state.mode : undefined,
      breaker: circuit.state,
      breakerHeld: circuit.held || undefined,
      facts: state.on ? state.target.facts : {},
      since: new Date(pulse.since).toISOString(),
      lastSuccessAt: toIso(pulse.lastSuccessAt),
      lastFailureAt: toIso(pulse.lastFailureAt),
      lastError: pulse.lastError,
      tools: connector.tools.length,
    };
  }
}

function toIso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}
