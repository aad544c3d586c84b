import { CliFailure } from './failure.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads `90m`, `12h`, `30d` or `2w` as milliseconds; anything else is a usage failure that shows the form. */
export function parseDuration(option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const ms = Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  if (ms > 0) return ms;
  throw new CliFailure('usage', `${option} takes a number and a unit: 90m, 12h, 30d or 2w.`);
}
