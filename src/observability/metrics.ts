import type { CallFacts, Face } from '../kernel/call.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import type { SharedStore } from '../kernel/shared-state.ts';
import { Counter } from './counter.ts';
import { gauges } from './gauges.ts';
import { Histogram } from './histogram.ts';
import type { ConnectionStatus } from './registry.ts';
import { type Metric, metric } from './series.ts';

/** How a call or an attempt ended. */
export type Ending = 'ok' | ErrorCode;

/** What the platform counts. Every method costs well under a microsecond, so that nothing is sampled. */
export interface Metrics {
  /** A call came to its end. A name that no connector declares is counted as `unknown`. */
  call(tool: string, face: Face, ending: Ending, durationMs: number): void;
  /** One attempt at a vendor came to its end. */
  attempt(connection: string, ending: Ending, durationMs: number): void;
  /** The circuit of a connection changed its state, and why. */
  breakerMoved(connection: string, to: ConnectionStatus['breaker'], cause: string): void;
  /** What the cache answered, and what the level of all replicas knew where this one's own had nothing and it was asked. */
  cacheAsked(result: NonNullable<CallFacts['cache']>, shared: CallFacts['sharedCache']): void;
  rateLimited(): void;
  /** Something was done by this replica alone, because what replicas share was away. */
  countedAlone(store: SharedStore): void;
  /** A request was refused because the event loop lags. */
  requestShed(): void;
  signInFailed(): void;
  replayed(): void;
  /** How many dead letters there are, by state. */
  deadLetters(counts: Readonly<Record<string, number>>): void;
  /** A write was refused because the dead letters are full. */
  deadLetterRefused(): void;
  auditWritten(rows: number): void;
  auditFailed(rows: number): void;
  /** Begins to measure the process itself, which else begins when the metrics are first read. */
  watchProcess(): Promise<void>;
  /** The text of `/metrics` (Prometheus text format 0.0.4). */
  exposition(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  readonly version: string;
  /** Every tool's connector by the tool's name: bounds the labels. */
  readonly tools: ReadonlyMap<string, string>;
  /** Asked when the metrics are read. */
  connections(): readonly ConnectionStatus[];
  /** Asked when the metrics are read. */
  httpRequestsInFlight(): number;
  /** Streams of `subscriptions/listen` that are open. */
  streamsOpen(): number;
  /** Asked when the metrics are read. */
  logLinesDropped(): number;
  /** Whether what replicas share can be reached; `undefined` where nothing is shared. Asked when the metrics are read. */
  sharedUp(): boolean | undefined;
}

const PREFIX = 'mcp_platform_';
const UNKNOWN = 'unknown';
/** Cached answers take well under a millisecond, vendors seconds: seconds, as Prometheus has them. */
const CALL_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const ATTEMPT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Makes the platform's metrics. What writes them as text, and measures the process, is loaded when it is wanted: a start does without. */
export function createMetrics(options: MetricsOptions): Metrics {
  const all: Metric[] = [...gauges(PREFIX, options)];
  const letters = new Map<string, number>();
  const lettersHelp = 'Writes that ran out of retries or whose outcome is unknown, by where they stand.';
  all.push(
    metric('gauge', `${PREFIX}dead_letters`, lettersHelp, () =>
      [...letters].map(([state, value]) => ({ labels: { state }, value })),
    ),
  );
  const counter = (name: string, help: string, labelNames: readonly string[]) => {
    const made = new Counter(PREFIX + name, help, labelNames);
    all.push(made.metric);
    return made;
  };

  // biome-ignore format: a table is read in columns
  const counters = {
    calls:         counter('calls_total',             'Calls by how they ended.', ['connector', 'tool', 'face', 'outcome']),
    attempts:      counter('upstream_attempts_total', 'Attempts at vendors by how they ended.', ['connection', 'outcome']),
    trips:         counter('breaker_trips_total',     'How often the circuit of a connection opened.', ['connection']),
    transitions:   counter('breaker_transitions_total', 'Changes of state of circuits and what caused them.', ['connection', 'to', 'cause']),
    cache:         counter('cache_requests_total',    'What the cache answered.', ['result']),
    levels:        counter('cache_lookups_total',     'What each level of the cache knew that was fresh: its own in each replica, and the one that replicas share.', ['level', 'result']),
    rateLimited:   counter('rate_limited_total',      'Calls refused because their principal made too many.', []),
    alone:         counter('counted_alone_total',     'What this replica did alone, or could not tell the others, because Redis was away.', ['store']),
    shed:          counter('requests_shed_total',     'Requests refused because the event loop lagged or never rested.', []),
    signIns:       counter('sign_in_failures_total',  'Refused credentials.', []),
    replays:       counter('idempotent_replays_total','Writes answered with the outcome they had before.', []),
    letterRefusals:counter('dead_letter_refusals_total','Writes refused because the dead letters are full.', []),
    auditRows:     counter('audit_rows_total',        'Audit rows written.', []),
    auditFailures: counter('audit_failures_total',    'Audit rows that could not be written.', []),
  };
  const histogram = (name: string, help: string, labelNames: readonly string[], buckets: readonly number[]) => {
    const made = new Histogram(PREFIX + name, help, labelNames, buckets);
    all.push(made.metric);
    return made;
  };
  const callSeconds = histogram('call_duration_seconds', 'Time of calls.', ['connector', 'tool'], CALL_SECONDS);
  const attemptSeconds = histogram(
    'upstream_duration_seconds',
    'Time of attempts at vendors.',
    ['connection'],
    ATTEMPT_SECONDS,
  );

  let opening: Promise<() => Promise<string>> | undefined;
  const opened = () => {
    opening ??= import('./exposition.ts').then(({ openExposition }) => openExposition(all));
    return opening;
  };

  return {
    call(tool, face, ending, durationMs) {
      const connector = options.tools.get(tool);
      const known = connector === undefined ? UNKNOWN : tool;
      counters.calls.add(1, connector ?? UNKNOWN, known, face, ending);
      callSeconds.observe(durationMs / 1000, connector ?? UNKNOWN, known);
    },
    attempt(connection, ending, durationMs) {
      counters.attempts.add(1, connection, ending);
      attemptSeconds.observe(durationMs / 1000, connection);
    },
    breakerMoved(connection, to, cause) {
      counters.transitions.add(1, connection, to, cause);
      if (to === 'open') counters.trips.add(1, connection);
    },
    cacheAsked(result, shared) {
      counters.cache.add(1, result);
      counters.levels.add(1, 'own', result === 'hit' && shared === undefined ? 'hit' : 'miss');
      if (shared !== undefined) counters.levels.add(1, 'shared', shared);
    },
    rateLimited: () => counters.rateLimited.add(1),
    countedAlone: (store) => counters.alone.add(1, store),
    requestShed: () => counters.shed.add(1),
    signInFailed: () => counters.signIns.add(1),
    replayed: () => counters.replays.add(1),
    deadLetters(counts) {
      for (const [state, count] of Object.entries(counts)) letters.set(state, count);
    },
    deadLetterRefused: () => counters.letterRefusals.add(1),
    auditWritten: (rows) => counters.auditRows.add(rows),
    auditFailed: (rows) => counters.auditFailures.add(rows),
    watchProcess: async () => void (await opened()),
    exposition: async () => (await opened())(),
    contentType: CONTENT_TYPE,
  };
}
