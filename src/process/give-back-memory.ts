import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * Gives what starting left behind back to the machine: sources, schemas on their way to validators, half of the heap. V8
 * would keep it for hours in a process that is seldom busy. It takes some 100 ms, once.
 */
export function giveBackMemory(): void {
  try {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as Collect;
    setFlagsFromString('--no-expose-gc');
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  } catch {
    // A runtime that does not let itself be asked keeps the memory; nothing else depends on it.
  }
}
