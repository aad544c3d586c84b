import { z } from 'zod';
import { ctrOf, positionOf, type Sum } from '../analysis/sum.ts';

/** The four figures of Search Console. */
export const METRICS = {
  clicks: z.number().describe('Clicks.'),
  impressions: z.number().describe('Times shown.'),
  ctr: z.number().describe('Clicks per impression, 0 to 1.'),
  position: z.number().optional().describe('Mean position, 1 is the top; absent where there is none.'),
};

export const Metrics = z.object(METRICS);
export type Metrics = z.output<typeof Metrics>;

/** Gives the figures of a sum, rounded to what they mean. */
export function toMetrics(sum: Sum): Metrics {
  const position = positionOf(sum);
  return {
    clicks: sum.clicks,
    impressions: sum.impressions,
    ctr: round(ctrOf(sum), 4),
    ...(position !== undefined && { position: round(position, 2) }),
  };
}

/** Rounds to so many digits after the point. */
export function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
