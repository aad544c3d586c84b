const WAIT = /(?:^|,)\s*wait\s*=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*(?=[,;]|$)/i;

/**
 * Reads how long a caller is ready to wait from the preference `wait` of the `Prefer` header (RFC 7240 §4.3), given there
 * in whole seconds, in milliseconds. `undefined` where there is none: a preference that cannot be read is passed over,
 * as that RFC has it.
 */
export function deadlineMsOf(prefer: string | undefined): number | undefined {
  if (prefer === undefined) return undefined;
  const found = WAIT.exec(prefer);
  return found === null ? undefined : Number(found[1] ?? found[2]) * 1000;
}
