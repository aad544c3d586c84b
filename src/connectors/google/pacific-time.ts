const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Google's quotas begin anew, and Search Console's days begin, at midnight of this time zone. */
const ZONE = 'America/Los_Angeles';
let made: Intl.DateTimeFormat | undefined;

/** Made when it is first asked for: the tables of time zones take 15 ms to load, which a start need not wait for. */
function format(): Intl.DateTimeFormat {
  made ??= new Intl.DateTimeFormat('en-US', {
    timeZone: ZONE,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return made;
}

/** What a clock on the US Pacific coast shows, as epoch ms of a UTC clock that shows the same. */
function shownMs(atMs: number): number {
  const parts = Object.fromEntries(
    format()
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Gives the Pacific day of an instant: `2026-11-22`. */
export function pacificDate(atMs: number): string {
  return new Date(shownMs(atMs)).toISOString().slice(0, 10);
}

/** Gives the instant of the next midnight on the US Pacific coast, epoch ms: when daily quotas begin anew. */
export function nextPacificMidnight(atMs: number): number {
  const second = Math.floor(atMs / 1000) * 1000;
  const shown = shownMs(second);
  const guess = second + (Math.floor(shown / DAY_MS) + 1) * DAY_MS - shown;
  // Where clocks change in between, the guess is an hour off; no change happens at midnight.
  const off = shownMs(guess) % DAY_MS;
  return off === 0 ? guess : off < 12 * HOUR_MS ? guess - off : guess + DAY_MS - off;
}
