import { labelled, type Metric, metric } from './series.ts';

/** One series. */
interface Counted {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/** Labels by value, level by level; the leaves count. */
type Level = Map<string, Level | Counted>;

/** A Prometheus counter that is cheap to add to: plain numbers, found by their label values without making a string. */
export class Counter {
  readonly metric: Metric;
  readonly #labelNames: readonly string[];
  readonly #root: Level = new Map();
  readonly #series: Counted[] = [];
  readonly #alone: Counted = { labels: {}, count: 0 };

  /** A counter without labels shows 0 from the start. */
  constructor(name: string, help: string, labelNames: readonly string[]) {
    this.#labelNames = labelNames;
    if (labelNames.length === 0) this.#series.push(this.#alone);
    this.metric = metric('counter', name, help, () =>
      this.#series.map(({ labels, count }) => ({ labels, value: count })),
    );
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
    let counted = level.get(values[last] as string) as Counted | undefined;
    if (counted === undefined) {
      counted = { labels: labelled(this.#labelNames, values), count: 0 };
      level.set(values[last] as string, counted);
      this.#series.push(counted);
    }
    counted.count += count;
  }
}
