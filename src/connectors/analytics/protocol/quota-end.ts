const HOUR_MS = 3_600_000;

/** Gives the instant at which the hour that holds `now` is over, epoch ms: Analytics' hourly quotas are full again then. */
export function nextHour(now: number): number {
  return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
}
