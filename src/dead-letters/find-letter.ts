import { PlatformError } from '../kernel/errors.ts';
import type { DeadLetter, DeadLetterStore } from './dead-letter-store.ts';

/** Finds a letter by its id; rejects with `not_found`. */
export async function findLetter(store: DeadLetterStore, id: string): Promise<DeadLetter> {
  const [letter] = await store.find({ id, limit: 1 });
  if (letter) return letter;
  throw new PlatformError('not_found', 'There is no dead letter with this id; list them to see.');
}
