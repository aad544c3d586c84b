import type { Registry } from 'prom-client';

/** One series: how many observations fell into each bucket (the last holds what is above them all), and their sum. */
interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: number[];
  sum: number;
}

/**
 * A Prometheus histogram that is cheap to observe: plain numbers in an array, added up when the metrics are read. It
 * registers itself in the form that prom-client's registry asks its metrics for.
 */
export class BatchedHistogram {
  readonly name: string;
  readonly help: string;
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #buckets: readonly number[];
  readonly #labelNames: readonly string[];
  readonly #series = new Map<string, Series>();

  /** `buckets` are upper bounds, ascending, in the metric's unit. */
  constructor(
    name: string,
    help: string,
    labelNames: readonly string[],
    buckets: readonly number[],
    registry: Registry,
  ) {
    this.name = name;
    this.help = help;
    this.#labelNames = labelNames;
    this.#buckets = buckets;
    registry.registerMetric(this as never);
  }

  /** Adds an observation to the series of these label values; the last of them alone tells the series apart. */
  observe(value: number, ...values: readonly string[]): void {
    const last = values[values.length - 1] as string;
    let series = this.#series.get(last);
    if (series === undefined) {
      const labels = Object.fromEntries(this.#labelNames.map((name, at) => [name, values[at] as string]));
      series = { labels, counts: new Array(this.#buckets.length + 1).fill(0), sum: 0 };
      this.#series.set(last, series);
    }
    let bucket = 0;
    while (bucket < this.#buckets.length && value > (this.#buckets[bucket] as number)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] as number) + 1;
    series.sum += value;
  }

  /** What the registry reads. */
  async get() {
    const { name, help, type, aggregator } = this;
    return {
      name,
      help,
      type,
      aggregator,
      values: [...this.#series.values()].flatMap((series) => this.#valuesOf(series)),
    };
  }

  /** Forgets everything; the registry may ask for it. */
  reset(): void {
    this.#series.clear();
  }

  #valuesOf({ labels, counts, sum }: Series) {
    let below = 0;
    const buckets = counts.map((count, at) => {
      below += count;
      const le = at < this.#buckets.length ? this.#buckets[at] : '+Inf';
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: below },
    ];
  }
}
