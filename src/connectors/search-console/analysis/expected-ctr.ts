import type { Sum } from './sum.ts';
import { positionOf } from './sum.ts';

/** Clicks per impression that web results get on average, position 1 to 20; used where a site has too little of its own. */
const USUAL = [
  0.28, 0.15, 0.1, 0.07, 0.05, 0.04, 0.03, 0.025, 0.02, 0.018, 0.012, 0.011, 0.01, 0.009, 0.008, 0.007, 0.006, 0.006,
  0.005, 0.005,
];
/** So many impressions at a position make a site's own figure worth more than the usual one. */
const OWN_IMPRESSIONS = 500;

/** Gives the clicks per impression to expect at a position. */
export type ExpectedCtr = (position: number) => number;

/** Learns from a site's own rows what each position is worth there; never less for a better position than for a worse. */
export function expectedCtr(rows: readonly Sum[]): ExpectedCtr {
  const clicks = new Array<number>(USUAL.length).fill(0);
  const impressions = new Array<number>(USUAL.length).fill(0);
  for (const row of rows) {
    const place = Math.round(positionOf(row) ?? 0) - 1;
    if (place < 0 || place >= USUAL.length) continue;
    clicks[place] = (clicks[place] as number) + row.clicks;
    impressions[place] = (impressions[place] as number) + row.impressions;
  }
  const own = USUAL.map((usual, place) => {
    const seen = impressions[place] as number;
    return seen >= OWN_IMPRESSIONS ? (clicks[place] as number) / seen : usual;
  });
  for (let place = own.length - 2; place >= 0; place--)
    own[place] = Math.max(own[place] as number, own[place + 1] as number);
  return (position) => own[Math.min(Math.max(Math.round(position), 1), own.length) - 1] as number;
}
