import type { Row } from './collect-rows.ts';
import { NOTHING, type Sum } from './sum.ts';

/** One key in two periods. */
export interface Compared {
  readonly key: string;
  readonly now: Sum;
  readonly before: Sum;
  readonly status: 'new' | 'lost' | 'both';
}

/** What comes first. */
export type Order = 'losses' | 'gains' | 'biggest';

/** Puts two periods' rows side by side, key by key, most changed clicks first. Equal changes are told apart by impressions. */
export function compareRows(now: readonly Row[], before: readonly Row[], order: Order): Compared[] {
  const earlier = new Map(before.map((row) => [row.keys[0] ?? '', row]));
  const compared: Compared[] = now.map((row) => {
    const key = row.keys[0] ?? '';
    const was = earlier.get(key);
    earlier.delete(key);
    return { key, now: row, before: was ?? NOTHING, status: was ? 'both' : 'new' };
  });
  for (const [key, row] of earlier) compared.push({ key, now: NOTHING, before: row, status: 'lost' });
  const clicks = ({ now: is, before: was }: Compared) => is.clicks - was.clicks;
  const shown = ({ now: is, before: was }: Compared) => is.impressions - was.impressions;
  const wanted = compared.filter((row) => {
    const change = clicks(row) || shown(row);
    return order === 'losses' ? change < 0 : order === 'gains' ? change > 0 : true;
  });
  const sign = order === 'losses' ? 1 : -1;
  const size = order === 'biggest' ? Math.abs : (value: number) => value;
  return wanted.sort((a, b) => sign * (size(clicks(a)) - size(clicks(b)) || size(shown(a)) - size(shown(b))));
}
