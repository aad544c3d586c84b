/** Readings in a row that must be late before anything is refused: one pause is no overload. */
const LATE_READINGS = 3;
/** Readings in a row without a rest, 300 ms and more: a burst is no overload either. */
const BUSY_READINGS = 15;
const BUSY = 0.97;
/** Requests under way up to which a loop that lags has something else to do than too many of them. */
const PLACES_MIN = 32;
const LATE_KEEPS = 0.9;
const BUSY_KEEPS = 0.97;
const REST_ADDS = 1.03;
/** Readings in a row in which all were taken, after which it is over. */
const QUIET_READINGS = 50;
/** One of so many gets through in any case, so that slow calls which hold every place do not shut the platform. */
const ONE_PASSES_OF = 10;

/** The event loop since the reading before: its lag in milliseconds, and the share of the time in which it was busy. */
export interface LoopReading {
  readonly lagMs: number;
  readonly busy: number;
}

export interface LoadShedderOptions {
  /** Milliseconds that the event loop may lag; 0 never sheds. */
  readonly lagMs: number;
  /** Told when refusing begins and when it is over. */
  onChange(shedding: boolean): void;
}

/**
 * Decides which requests to refuse while the event loop lags, or has not rested for a while: those beyond as many
 * under way as keep it busy. That number is found by looking, fifty times a second: fewer while it lags or never rests,
 * more when it does. More under way would get nothing done sooner; so its turns stay short whatever is offered, and who
 * is refused knows at once.
 */
export class LoadShedder {
  readonly #options: LoadShedderOptions;
  #places = Number.POSITIVE_INFINITY;
  #lateReadings = 0;
  #busyReadings = 0;
  #quietReadings = 0;
  #beyond = 0;
  /** Requests under way at a time since the last reading, at most. */
  #most = 0;

  constructor(options: LoadShedderOptions) {
    this.#options = options;
  }

  /** Takes a reading; fifty a second are expected. */
  read({ lagMs, busy }: LoopReading): void {
    if (this.#options.lagMs === 0) return;
    this.#lateReadings = lagMs > this.#options.lagMs ? this.#lateReadings + 1 : 0;
    this.#busyReadings = busy > BUSY ? this.#busyReadings + 1 : 0;
    if (this.#places === Number.POSITIVE_INFINITY) {
      if (this.#lateReadings >= LATE_READINGS || this.#busyReadings >= BUSY_READINGS) this.#begin();
    } else this.#adjust();
    this.#most = 0;
  }

  /** Whether to refuse the request that came just now, so many being under way with it. Costs two comparisons while nothing is refused. */
  refuses(underWay: number): boolean {
    if (underWay > this.#most) this.#most = underWay;
    if (underWay <= this.#places) return false;
    this.#quietReadings = 0;
    this.#beyond = (this.#beyond + 1) % ONE_PASSES_OF;
    return this.#beyond !== 0;
  }

  #begin(): void {
    if (this.#most <= PLACES_MIN) return;
    // What has come in already is finished; from few places the right number is found sooner than from many.
    this.#places = PLACES_MIN;
    this.#quietReadings = 0;
    this.#options.onChange(true);
  }

  #adjust(): void {
    this.#quietReadings += 1;
    if (this.#quietReadings >= QUIET_READINGS) {
      this.#places = Number.POSITIVE_INFINITY;
      this.#busyReadings = 0;
      this.#options.onChange(false);
      return;
    }
    const keeps = this.#lateReadings >= LATE_READINGS ? LATE_KEEPS : this.#busyReadings > 0 ? BUSY_KEEPS : REST_ADDS;
    this.#places = Math.max(PLACES_MIN, this.#places * keeps);
  }
}
