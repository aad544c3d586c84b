const ATTEMPTS = 20;
const ALL = 2 ** ATTEMPTS - 1;

/** How many of the last twenty attempts were slow; each is one bit, so that counting costs nothing to speak of. */
export class SlowShare {
  #bits = 0;
  #seen = 0;
  #count = 0;

  /** Slow attempts among those that are remembered. */
  get count(): number {
    return this.#count;
  }

  /** Whether twenty attempts are remembered and at least half of them were slow. */
  get isHalf(): boolean {
    return this.#seen === ATTEMPTS && this.#count * 2 >= ATTEMPTS;
  }

  add(slow: boolean): void {
    const forgotten = (this.#bits >>> (ATTEMPTS - 1)) & 1;
    this.#bits = ((this.#bits << 1) | Number(slow)) & ALL;
    this.#count += Number(slow) - forgotten;
    if (this.#seen < ATTEMPTS) this.#seen += 1;
  }

  clear(): void {
    this.#bits = 0;
    this.#seen = 0;
    this.#count = 0;
  }
}
