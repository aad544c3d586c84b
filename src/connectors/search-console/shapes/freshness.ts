import type { Totals } from '../analysis/totals.ts';
import type { Period } from '../input/period.ts';

/** Says which days of a period are missing or still grow; `undefined` when all are there and final. */
export function freshnessNotice({ lastDay, firstIncompleteDay }: Totals, { from, to }: Period): string | undefined {
  if (lastDay === undefined) return `There are no data from ${from} to ${to}.`;
  if (firstIncompleteDay !== undefined && firstIncompleteDay <= to) {
    return `Figures from ${firstIncompleteDay} on are not final and still grow.`;
  }
  return lastDay < to ? `Final data end on ${lastDay}; later days are not in these figures.` : undefined;
}
