import { buildWorld, defaultSeed } from './build-world.ts';
import { startOfDay } from './days.ts';
import type { World } from './records.ts';

/** Today's, and yesterday's for who began before midnight. */
const KEPT = 2;

const worlds = new Map<string, World>();

/**
 * Gives the world of a day, built once for all emulators of this process, which speak of the same shop. Nobody can change
 * it: what an emulator changes is its own.
 */
export function sharedWorld(nowMs: number, seed: string = defaultSeed): World {
  const key = `${startOfDay(nowMs)} ${seed}`;
  const known = worlds.get(key);
  if (known) return known;
  const world = frozen(buildWorld(nowMs, seed));
  worlds.set(key, world);
  for (const old of [...worlds.keys()].slice(0, -KEPT)) worlds.delete(old);
  return world;
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
