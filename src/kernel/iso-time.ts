let second = Number.NaN;
let secondText = '';

/**
 * An instant in epoch ms as ISO 8601 writes it in UTC, `2026-11-29T10:15:30.123Z`. The text of a second is kept, since
 * those who tell the time mostly tell it of the same one.
 */
export function isoTime(epochMs: number): string {
  const of = Math.floor(epochMs / 1000);
  if (of !== second) {
    secondText = new Date(of * 1000).toISOString().slice(0, -'000Z'.length);
    second = of;
  }
  return `${secondText}${threeDigits(Math.floor(epochMs) - of * 1000)}Z`;
}

/** A whole number from 0 to 999. */
export function threeDigits(number: number): string {
  if (number >= 100) return String(number);
  return number >= 10 ? `0${number}` : `00${number}`;
}
