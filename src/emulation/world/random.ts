/**
 * Numbers that look random and are the same for the same seed and name. Each part of the world draws from a stream of its
 * own, so that one more draw in one part moves nothing in another. Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string, name: string) {
    const text = `${seed}\u0000${name}`;
    this.#a = fnv1a(text, 0x811c9dc5);
    this.#b = fnv1a(text, 0x9e3779b9);
    this.#c = fnv1a(text, 0x85ebca6b);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** Gives the next number, from 0 up to but not including 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  }

  /** Gives a whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Says yes with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Gives one of the items, which are not empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)]!;
  }

  /** Gives one of the items by its weight. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let total = 0;
    for (const entry of items) total += entry[0];
    let rest = this.next() * total;
    for (const entry of items) {
      rest -= entry[0];
      if (rest < 0) return entry[1];
    }
    return items.at(-1)![1];
  }

  /** Gives how often something happens that happens `mean` times on average (Poisson; Knuth's method). */
  count(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.next();
    let events = 0;
    while (product > limit) {
      product *= this.next();
      events++;
    }
    return events;
  }

  /** Gives this many characters of the alphabet. */
  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[this.integer(0, alphabet.length - 1)]).join('');
  }
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
