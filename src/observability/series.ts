/** A metric in the form in which prom-client's registry asks for it. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly aggregator: 'sum';
  /** What it stands at now. */
  get(): Promise<Reading>;
}

export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly type: Metric['type'];
  readonly aggregator: 'sum';
  readonly values: readonly Value[];
}

/** One line of the text: a series and where it stands. */
export interface Value {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Where it is not the metric's own. */
  readonly metricName?: string;
}

/** What is the same for every metric of a kind: it gives what `values` says, each time that it is asked. */
export function metric(type: Metric['type'], name: string, help: string, values: () => readonly Value[]): Metric {
  const known = { name, help, type, aggregator: 'sum' } as const;
  return { ...known, get: async () => ({ ...known, values: values() }) };
}

/** Gives label values their names, in the order of the names. */
export function labelled(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [name, values[at] as string]));
}
