import { labelled, type Metric, metric, type Value } from './series.ts';

/** One series: how many observations fell into each bucket (the last holds what is above them all), and their sum. */
interface Observed {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: number[];
  sum: number;
}

/** A Prometheus histogram that is cheap to observe: plain numbers in an array, added up when the metrics are read. */
export class Histogram {
  readonly metric: Metric;
  readonly #name: string;
  readonly #buckets: readonly number[];
  readonly #labelNames: readonly string[];
  readonly #series = new Map<string, Observed>();

  /** `buckets` are upper bounds, ascending, in the metric's unit. */
  constructor(name: string, help: string, labelNames: readonly string[], buckets: readonly number[]) {
    this.#name = name;
    this.#labelNames = labelNames;
    this.#buckets = buckets;
    this.metric = metric('histogram', name, help, () =>
      [...this.#series.values()].flatMap((series) => this.#valuesOf(series)),
    );
  }

  /** Adds an observation to the series of these label values; the last of them alone tells the series apart. */
  observe(value: number, ...values: readonly string[]): void {
    const last = values[values.length - 1] as string;
    let series = this.#series.get(last);
    if (series === undefined) {
      const labels = labelled(this.#labelNames, values);
      series = { labels, counts: new Array(this.#buckets.length + 1).fill(0), sum: 0 };
      this.#series.set(last, series);
    }
    let bucket = 0;
    while (bucket < this.#buckets.length && value > (this.#buckets[bucket] as number)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] as number) + 1;
    series.sum += value;
  }

  #valuesOf({ labels, counts, sum }: Observed): Value[] {
    let below = 0;
    const buckets = counts.map((count, at) => {
      below += count;
      const le = this.#buckets[at] ?? '+Inf';
      return { metricName: `${this.#name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${this.#name}_sum`, labels, value: sum },
      { metricName: `${this.#name}_count`, labels, value: below },
    ];
  }
}
