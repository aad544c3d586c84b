const SECONDS = /^\d{1,9}$/;
/** A date begins with its day (RFC 9110 §5.6.7). */
const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Reads a `Retry-After` header (RFC 9110 §10.2.3) into milliseconds; a date is counted from the reply's own `Date`. */
export function parseRetryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (SECONDS.test(value)) return Number(value) * 1000;
  if (!DATE.test(value)) return undefined;
  const waitMs = Date.parse(value) - Date.parse(headers.date ?? '');
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
