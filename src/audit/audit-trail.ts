import type { AuditEntry } from '../kernel/audit-entry.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { AuditStore } from './audit-store.ts';
import { RefusalCounter } from './refusal-counter.ts';

/** How long a group that could not be committed waits at least. */
const RETRY_MS = 1_000;

/** What happens to reads while the database cannot take audit rows. */
export type AuditFailure = 'refuse' | 'allow-reads';

export interface AuditOptions {
  readonly onFailure: AuditFailure;
  /** Rows are committed together at most this long after the first of them. */
  readonly groupMs: number;
  /** Rows that may wait while the database is gone; beyond that the oldest are dropped, counted and said. */
  readonly queueRows: number;
}

/** Told for metrics. */
export interface AuditObserver {
  committed(rows: number): void;
  failed(rows: number): void;
  dropped(rows: number): void;
}

/**
 * Writes the audit trail. Reads' rows are gathered and committed together, so a crash may lose those of the last
 * `groupMs`; `commit` waits until its row, and every row before it, is durable.
 */
export class AuditTrail implements AsyncDisposable {
  readonly #store: AuditStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #options: AuditOptions;
  readonly #observer: AuditObserver;
  readonly #refusals: RefusalCounter;
  #waiting: AuditEntry[] = [];
  /** Takes back the flush that is to come by itself; there is at most one. */
  #cancelFlush: (() => void) | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #failing = false;
  #closed = false;

  constructor(store: AuditStore, clock: Clock, log: Log, observer: AuditObserver, options: AuditOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#observer = observer;
    this.#options = options;
    this.#refusals = new RefusalCounter();
  }

  /** Queues a row. A refusal beyond the tenth a minute of one principal and cause only raises the count of one row. */
  record(entry: AuditEntry): void {
    if (this.#closed) {
      this.#observer.dropped(1);
      return;
    }
    if (entry.outcome !== 'ok') {
      const counted = this.#refusals.count(entry, this.#clock.monotonicMs());
      if (!counted) return;
    }
    this.#waiting.push(entry);
    this.#dropBeyondBound();
    this.#flushLater(this.#options.groupMs);
  }

  /** Queues a row and resolves when it is durable; rejects when the database cannot take it (the row stays queued). */
  async commit(entry: AuditEntry): Promise<void> {
    this.#waiting.push(entry);
    await this.flush();
  }

  /** Whether a read may go on: always, while rows can be committed. */
  mayRead(): boolean {
    return !this.#failing || this.#options.onFailure === 'allow-reads';
  }

  /** Whether the last commit went through. */
  healthy(): boolean {
    return !this.#failing;
  }

  /** Commits what waits. Flushes run one after another, so rows keep their order. */
  flush(): Promise<void> {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const flushed = this.#flushing.then(() => this.#append());
    this.#flushing = flushed.catch(() => undefined);
    return flushed;
  }

  /** Commits the counted refusals and what waits. What is recorded later is dropped, and counted. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#waiting.push(...this.#refusals.drain(Number.POSITIVE_INFINITY));
    await this.flush();
  }

  async #append(): Promise<void> {
    const rows = [...this.#refusals.drain(this.#clock.monotonicMs()), ...this.#waiting];
    this.#waiting = [];
    if (rows.length === 0) return;
    try {
      await this.#store.append(rows);
      this.#observer.committed(rows.length);
      if (this.#failing) this.#log.info({ rows: rows.length }, 'audit rows are committed again');
      this.#failing = false;
    } catch (error) {
      this.#waiting = [...rows, ...this.#waiting];
      this.#observer.failed(rows.length);
      if (!this.#failing) this.#log.error({ err: error, rows: rows.length }, 'audit rows cannot be committed');
      this.#failing = true;
      this.#dropBeyondBound();
      // While reads are refused nothing else would try again, and they would be refused for good.
      this.#flushLater(Math.max(this.#options.groupMs, RETRY_MS));
      throw error;
    }
  }

  /** Nothing is written later than the end: a timer would keep the process alive for a database that is closed. */
  #flushLater(ms: number): void {
    if (this.#closed) return;
    this.#cancelFlush ??= this.#clock.after(ms, () => void this.flush().catch(() => undefined));
  }

  #dropBeyondBound(): void {
    const rows = this.#waiting.length - this.#options.queueRows;
    if (rows <= 0) return;
    this.#waiting.splice(0, rows);
    this.#observer.dropped(rows);
  }
}
