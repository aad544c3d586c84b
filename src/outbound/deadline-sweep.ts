/** What a sweep can cut. */
export interface Expiring {
  expire(): void;
}

const STEPS = 8;

/**
 * Cuts whatever stays longer than a limit that is the same for all, with one timer instead of one each: members leave
 * between `limitMs` and an eighth more after they came. A sweep does not keep the process alive.
 */
export class DeadlineSweep implements Disposable {
  /** Member to the step it came in; a Map keeps the order of coming, so the oldest is first. */
  readonly #members = new Map<Expiring, number>();
  readonly #timer: NodeJS.Timeout;
  #step = 0;

  constructor(limitMs: number) {
    this.#timer = setInterval(() => this.#sweep(), Math.max(1, Math.ceil(limitMs / STEPS)));
    this.#timer.unref();
  }

  add(member: Expiring): void {
    this.#members.set(member, this.#step);
  }

  delete(member: Expiring): void {
    this.#members.delete(member);
  }

  get size(): number {
    return this.#members.size;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    this.#step += 1;
    for (const [member, step] of this.#members) {
      if (this.#step - step <= STEPS) return;
      this.#members.delete(member);
      member.expire();
    }
  }
}
