/** Writes whole cents as a decimal string with two places. */
export function toDecimal(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads a decimal string with two places as whole cents. */
export function toCents(decimal: string): number {
  return Math.round(Number(decimal) * 100);
}
