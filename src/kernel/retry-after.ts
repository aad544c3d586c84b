const SECONDS = /^\d{1,12}(\.\d{1,3})?$/;
/** A date begins with its day (RFC 9110 §5.6.7); `Date.parse` alone takes -1 for a year. */
const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3) into milliseconds: seconds, with a fraction as some vendors write them, or
 * a date, counted from the reply's own `Date` so that neither clock has to be right. `undefined` for anything else.
 */
export function parseRetryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return undefined;
  if (SECONDS.test(value)) return Math.ceil(Number(value) * 1000);
  if (!DATE.test(value)) return undefined;
  const waitMs = Date.parse(value) - Date.parse(headers.date ?? '');
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
