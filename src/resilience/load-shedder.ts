/** Readings in a row that must be late before anything is refused: one pause is no overload. */
const LATE_READINGS = 3;
/** Readings in a row without a rest, 300 ms and more: a burst is no overload either. */
const BUSY_READINGS = 15;
const BUSY = 0.97;
/** Requests under way up to which a loop that lags has something else to do than too many of them. */
const PLACES_MIN = 32;
const LATE_KEEPS = 0.9;
const BUSY_KEEPS = 0.97;
const MORE = 1.03;
/** Readings in a row in which all were taken, after which it is over. */
const QUIET_READINGS = 50;
/** One of so many gets through in any case, so that slow calls which hold every place do not shut the platform. */
const ONE_PASSES_OF = 10;

/** The event loop since the reading before. */
export interface LoopReading {
  /** Since that reading. */
  readonly elapsedMs: number;
  /** How much later than it should it came round, in milliseconds. */
  readonly lagMs: number;
  /** The share of the time in which it was busy. */
  readonly busy: number;
}

export interface LoadShedderOptions {
  /** Milliseconds that the event loop may lag, and a request may wait for it; 0 never sheds. */
  readonly lagMs: number;
  /** Told when refusing begins and when it is over. */
  onChange(shedding: boolean): void;
}

/**
 * Decides which requests to refuse while the event loop lags, or never rests and has more under way than it gets done
 * in the time that it may lag: those beyond as many as keep it busy. That number is found by looking, fifty times a second: fewer
 * while it lags or they wait too long, more while it rests or they hardly wait. More under way would get nothing done sooner; so its
 * turns stay short whatever is offered, and who is refused knows at once. A loop that is busy with requests that soon
 * have their turn is well used, and refuses nobody.
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
  /** Requests that were let in since then. */
  #taken = 0;

  constructor(options: LoadShedderOptions) {
    this.#options = options;
  }

  /** Takes a reading; fifty a second are expected. */
  read({ elapsedMs, lagMs, busy }: LoopReading): void {
    const { lagMs: limitMs } = this.#options;
    if (limitMs === 0) return;
    // As many are done in a while as are let in, or else ever more are under way.
    const waitMs = (Math.min(this.#most, this.#places) * elapsedMs) / Math.max(1, this.#taken);
    this.#lateReadings = lagMs > limitMs ? this.#lateReadings + 1 : 0;
    this.#busyReadings = busy > BUSY && waitMs > limitMs ? this.#busyReadings + 1 : 0;
    if (this.#places === Number.POSITIVE_INFINITY) {
      if (this.#lateReadings >= LATE_READINGS || this.#busyReadings >= BUSY_READINGS) this.#begin();
    } else this.#adjust(busy <= BUSY || waitMs < limitMs / 2);
    this.#most = 0;
    this.#taken = 0;
  }

  /** Whether to refuse the request that came just now, so many being under way with it. Costs next to nothing while none is refused. */
  refuses(underWay: number): boolean {
    if (underWay > this.#most) this.#most = underWay;
    if (underWay > this.#places) {
      this.#quietReadings = 0;
      this.#beyond = (this.#beyond + 1) % ONE_PASSES_OF;
      if (this.#beyond !== 0) return true;
    }
    this.#taken += 1;
    return false;
  }

  #begin(): void {
    if (this.#most <= PLACES_MIN) return;
    // What has come in already is finished; from few places the right number is found sooner than from many.
    this.#places = PLACES_MIN;
    this.#quietReadings = 0;
    this.#options.onChange(true);
  }

  #adjust(hasRoom: boolean): void {
    this.#quietReadings += 1;
    if (this.#quietReadings >= QUIET_READINGS) {
      this.#places = Number.POSITIVE_INFINITY;
      this.#busyReadings = 0;
      this.#options.onChange(false);
      return;
    }
    let times = hasRoom ? MORE : 1;
    if (this.#lateReadings >= LATE_READINGS) times = LATE_KEEPS;
    else if (this.#busyReadings > 0) times = BUSY_KEEPS;
    this.#places = Math.max(PLACES_MIN, this.#places * times);
  }
}
