import { LRUCache } from 'lru-cache';
import type { AnswerCache, CachedAnswer } from '../../cache/answer-cache.ts';

/** How much the cache holds at most. */
export interface AnswerCacheBounds {
  readonly entriesMax: number;
  readonly bytesMax: number;
}

interface Generation {
  number: number;
}

interface Entry {
  readonly answer: CachedAnswer;
  readonly connection: Generation;
  /** The connection's generation when the answer was stored; when it has moved on, the entry is dead. */
  readonly generation: number;
}

/** Keeps answers in this process. A raised generation frees nothing by itself: dead answers go when they are met or pushed out. */
export class MemoryAnswerCache implements AnswerCache {
  readonly #bytesMax: number;
  readonly #entries: LRUCache<string, Entry>;
  readonly #generations = new Map<string, Generation>();

  constructor({ entriesMax, bytesMax }: AnswerCacheBounds) {
    this.#bytesMax = bytesMax;
    this.#entries = new LRUCache({ max: entriesMax, maxSize: bytesMax });
  }

  get(key: string): CachedAnswer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.generation === entry.connection.number) return entry.answer;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, connection: string, generation: number, answer: CachedAnswer, bytes: number): boolean {
    const current = this.#generation(connection);
    if (generation !== current.number) return false;
    if (bytes > this.#bytesMax) {
      this.#entries.delete(key);
      return false;
    }
    this.#entries.set(key, { answer, connection: current, generation }, { size: Math.max(1, Math.ceil(bytes)) });
    return true;
  }

  generation(connection: string): number {
    return this.#generation(connection).number;
  }

  raise(connection: string): void {
    this.#generation(connection).number += 1;
  }

  #generation(connection: string): Generation {
    let generation = this.#generations.get(connection);
    if (generation === undefined) {
      generation = { number: 0 };
      this.#generations.set(connection, generation);
    }
    return generation;
  }
}
