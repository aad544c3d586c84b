import { dayMs, hourMs } from '../../../emulation/world/days.ts';
import { pacificDay } from '../../../emulation/world/search-demand.ts';

/** What Bing writes for "never". */
export const never = '/Date(-62135596800000)/';

/** Writes an instant as most answers do. */
export function bingDate(atMs: number): string {
  return `/Date(${atMs})/`;
}

/** Writes a day as statistics do: midnight on the Pacific coast, with or without the offset that says nothing. */
export function bingDay(dayStartMs: number, hasOffset = true): string {
  const hours = pacificDay(dayStartMs + 7 * hourMs) === dayStartMs ? 7 : 8;
  return `/Date(${dayStartMs + hours * hourMs}${hasOffset ? `-0${hours}00` : ''})/`;
}

/** Gives the Saturday on or before a day: weeks of statistics begin there. */
export function weekOf(dayStartMs: number): number {
  return dayStartMs - ((new Date(dayStartMs).getUTCDay() + 1) % 7) * dayMs;
}
