/** Clicks and impressions that can be added up; a position is a mean, so its sum over the impressions is kept. */
export interface Sum {
  readonly clicks: number;
  readonly impressions: number;
  /** Position times impressions; 0 where Google gives no position. */
  readonly positions: number;
}

export const NOTHING: Sum = { clicks: 0, impressions: 0, positions: 0 };

export function addUp(a: Sum, b: Sum): Sum {
  return {
    clicks: a.clicks + b.clicks,
    impressions: a.impressions + b.impressions,
    positions: a.positions + b.positions,
  };
}

export function sumOf(rows: readonly Sum[]): Sum {
  let [clicks, impressions, positions] = [0, 0, 0];
  for (const row of rows) {
    clicks += row.clicks;
    impressions += row.impressions;
    positions += row.positions;
  }
  return { clicks, impressions, positions };
}

export function ctrOf({ clicks, impressions }: Sum): number {
  return impressions === 0 ? 0 : clicks / impressions;
}

/** Gives the mean position; `undefined` where there is none. */
export function positionOf({ impressions, positions }: Sum): number | undefined {
  return impressions === 0 || positions === 0 ? undefined : positions / impressions;
}
