/** Readings in a row that must be late before anything is refused: one pause is no overload. */
const LATE_READINGS = 2;
const STEP_UP_PERCENT = 20;
const STEP_DOWN_PERCENT = 10;
/** Something always gets through, so that the platform is never shut by its own measure. */
const SHARE_MAX_PERCENT = 90;

export interface LoadShedderOptions {
  /** Milliseconds that the event loop may lag, on average between two readings; 0 never sheds. */
  readonly lagMs: number;
  /** Told when refusing begins and when it is over. */
  onChange(shedding: boolean): void;
}

/**
 * Decides which requests to refuse while the event loop lags. The share that is refused grows by a fifth with each late
 * reading from the second in a row on, and shrinks by a tenth with each one in time, so that it settles where the load
 * is what can be done. Which request is refused follows from the share alone, evenly spread.
 */
export class LoadShedder {
  readonly #options: LoadShedderOptions;
  #lateReadings = 0;
  #percent = 0;
  #owed = 0;

  constructor(options: LoadShedderOptions) {
    this.#options = options;
  }

  /** Takes a reading: the lag of the loop, in milliseconds, on average since the reading before. */
  read(lagMs: number): void {
    const late = this.#options.lagMs > 0 && lagMs > this.#options.lagMs;
    this.#lateReadings = late ? this.#lateReadings + 1 : 0;
    const before = this.#percent;
    if (this.#lateReadings >= LATE_READINGS) this.#percent = Math.min(SHARE_MAX_PERCENT, before + STEP_UP_PERCENT);
    else if (!late) this.#percent = Math.max(0, before - STEP_DOWN_PERCENT);
    if (this.#percent === 0) this.#owed = 0;
    if ((before === 0) !== (this.#percent === 0)) this.#options.onChange(this.#percent > 0);
  }

  /** Whether to refuse the request that came just now. Costs one comparison while nothing is refused. */
  refuses(): boolean {
    if (this.#percent === 0) return false;
    this.#owed += this.#percent;
    if (this.#owed < 100) return false;
    this.#owed -= 100;
    return true;
  }
}
