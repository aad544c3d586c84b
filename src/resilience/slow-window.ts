/** Attempts whose slowness is remembered of a circuit. */
export const LATEST_MAX = 20;

/**
 * The latest attempts of a circuit: one digit each, oldest first, `1` for a slow one and `0` for a quick one. Gives them
 * with so many quick ones after them, and then a slow one if there was one.
 */
export function withAttempts(latest: string, quick: number, slow: boolean): string {
  return (latest + '0'.repeat(Math.min(quick, LATEST_MAX)) + (slow ? '1' : '')).slice(-LATEST_MAX);
}

/** How many of the latest attempts were slow. */
export function slowAmong(latest: string): number {
  let count = 0;
  for (const digit of latest) if (digit === '1') count += 1;
  return count;
}

/** Whether as many attempts as are remembered were seen, and at least half of them were slow. */
export function isHalfSlow(latest: string): boolean {
  return latest.length === LATEST_MAX && slowAmong(latest) * 2 >= LATEST_MAX;
}
