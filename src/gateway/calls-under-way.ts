import type { Clock } from '../kernel/clock.ts';

/** Counts the calls that have not come to their end, those whose callers have left included. */
export class CallsUnderWay {
  readonly #clock: Clock;
  #calls = 0;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(): void {
    this.#calls += 1;
  }

  end(): void {
    this.#calls -= 1;
    if (this.#calls > 0) return;
    for (const tell of this.#waiting) tell();
  }

  /** Resolves with true as soon as no call is under way, and with false when `timeoutMs` have passed before that. */
  idle(timeoutMs: number): Promise<boolean> {
    if (this.#calls === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (idle: boolean) => {
        stopWaiting();
        this.#waiting.delete(tell);
        resolve(idle);
      };
      const tell = () => finish(true);
      const stopWaiting = this.#clock.after(timeoutMs, () => finish(false));
      this.#waiting.add(tell);
    });
  }
}
