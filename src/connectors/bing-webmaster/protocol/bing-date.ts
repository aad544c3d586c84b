import { z } from 'zod';

const DATE = /^\/Date\((-?\d{1,15})([+-]\d{4})?\)\/$/;
/** Bing writes "never" as the first day of the year 1; nothing of a search engine is older than this. */
const EARLIEST_MS = Date.UTC(1990, 0, 1);
const LATEST_MS = Date.UTC(9999, 11, 31);

/**
 * Reads a date of the Webmaster API, `/Date(1399100400000-0700)/`, into epoch milliseconds. The offset is decoration: the
 * milliseconds are UTC already. `undefined` is Bing's "never"; `null` is no date at all.
 */
export function parseBingDate(text: string): number | undefined | null {
  const [, digits] = DATE.exec(text) ?? [];
  if (digits === undefined) return null;
  const epochMs = Number(digits);
  if (epochMs > LATEST_MS) return null;
  return epochMs < EARLIEST_MS ? undefined : epochMs;
}

/** Writes an instant as the Webmaster API takes it. */
export function toBingDate(epochMs: number): string {
  return `/Date(${epochMs}+0000)/`;
}

/** Gives the UTC day of an instant: `2026-11-22`. */
export function toDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** A date that may be "never": epoch milliseconds, `undefined` for never. */
export const BingInstant = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (text == null) return undefined;
    const epochMs = parseBingDate(text);
    if (epochMs !== null) return epochMs;
    context.addIssue('not a date of the Webmaster API');
    return z.NEVER;
  });

/** A date that statistics stand under: the UTC day of its milliseconds, which is midnight on the American west coast. */
export const BingDay = z.string().transform((text, context) => {
  const epochMs = parseBingDate(text);
  if (epochMs != null) return toDay(epochMs);
  context.addIssue('not a date of the Webmaster API');
  return z.NEVER;
});

/** Gives the ISO 8601 form of an instant that may be "never". */
export function toIso(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
