import { setTimeout } from 'node:timers/promises';
import type { Figure } from '../figures.ts';
import { GovernedServer } from '../governed.ts';
import { median } from '../measure.ts';
import type { Workplace } from '../workplace.ts';

const STARTS = 5;
const SETTLED_MS = 3_000;

/** Start-up and memory of the platform as a new user starts it, in mock mode. */
export async function start({ tell }: Workplace): Promise<Figure[]> {
  const ready: number[] = [];
  const resident: number[] = [];
  for (let n = 0; n <= STARTS; n += 1) {
    tell(`start ${n} of ${STARTS}`);
    await using governed = await GovernedServer.start();
    // The first fills the compile cache, as the first start on a machine does, and is not counted.
    if (n === 0) continue;
    ready.push(governed.process.readyMs);
    // What a start leaves behind is given back a moment later.
    await setTimeout(SETTLED_MS);
    resident.push(governed.process.residentMb());
  }
  const readyMs = median(ready);
  const residentMb = median(resident);
  return [
    { name: 'ready after', value: readyMs, unit: 'ms', goal: 'at most 1000', reached: readyMs <= 1_000 },
    { name: 'resident after start', value: residentMb, unit: 'MB', goal: 'at most 150', reached: residentMb <= 150 },
  ];
}
