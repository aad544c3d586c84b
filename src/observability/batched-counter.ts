import { Counter, type Registry } from 'prom-client';

/** One series' increments since the metrics were last read. */
interface Pending {
  readonly labels: readonly string[];
  count: number;
}

/** Labels by value, level by level; the leaves count. */
type Level = Map<string, Level | Pending>;

/**
 * A Prometheus counter that is cheap to add to: increments gather in plain numbers, found by their label values without
 * making a string, and are handed to the counter when the metrics are read. Nothing is lost in between: both live and die
 * with the process.
 */
export class BatchedCounter {
  readonly #root: Level = new Map();
  readonly #series: Pending[] = [];
  readonly #alone: Pending = { labels: [], count: 0 };

  /** Puts the counter into `registry`. A counter without labels shows 0 from the start. */
  constructor(name: string, help: string, labelNames: readonly string[], registry: Registry) {
    if (labelNames.length === 0) this.#series.push(this.#alone);
    const series = this.#series;
    new Counter({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        handOver(series, this);
      },
    });
  }

  /** Adds to the series of these label values, one for each label name. */
  add(count: number, ...values: readonly string[]): void {
    let level = this.#root;
    const last = values.length - 1;
    if (last < 0) {
      this.#alone.count += count;
      return;
    }
    for (let at = 0; at < last; at++) {
      let next = level.get(values[at] as string) as Level | undefined;
      if (next === undefined) {
        next = new Map();
        level.set(values[at] as string, next);
      }
      level = next;
    }
    let pending = level.get(values[last] as string) as Pending | undefined;
    if (pending === undefined) {
      pending = { labels: [...values], count: 0 };
      level.set(values[last] as string, pending);
      this.#series.push(pending);
    }
    pending.count += count;
  }
}

function handOver(series: readonly Pending[], counter: Counter): void {
  for (const pending of series) {
    if (pending.count > 0) counter.labels(...pending.labels).inc(pending.count);
    pending.count = 0;
  }
}
