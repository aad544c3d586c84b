const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Gives the instant at which the hour that holds `now` is over, epoch ms: Analytics' hourly quotas are full again then. */
export function nextHour(now: number): number {
  return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
}

const PACIFIC = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** Gives the next midnight in California, epoch ms: daily quotas are full again then. */
export function midnightPacific(now: number): number {
  const { year, month, day } = pacific(now);
  const midnight = Date.UTC(year, month - 1, day) + DAY_MS;
  // Clocks there are 7 or 8 hours behind; whichever shows midnight is right.
  const summer = midnight + 7 * HOUR_MS;
  return pacific(summer).hour === 0 ? summer : summer + HOUR_MS;
}

function pacific(atMs: number): { year: number; month: number; day: number; hour: number } {
  const parts = PACIFIC.formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour') };
}
