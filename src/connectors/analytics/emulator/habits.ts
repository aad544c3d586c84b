/** How an emulated property treats its numbers. */
export interface Habits {
  /** Rows that a report may have before the rest is `(other)`. */
  readonly rowsBeforeOther: number;
  /** Users that a row needs to be shown where age, gender or audiences are asked for. */
  readonly thresholdUsers: number;
  /** Events above which a report is sampled. */
  readonly eventsBeforeSampling: number;
  /** Metrics of cost or revenue that the account may not see. */
  readonly restrictedMetrics: readonly string[];
}

/** Those of a property that nobody asked to differ. */
export const usualHabits: Habits = {
  rowsBeforeOther: 50_000,
  thresholdUsers: 12,
  eventsBeforeSampling: 10_000_000,
  restrictedMetrics: [],
};
