import { z } from 'zod';
import type { GaPropertyQuota } from './property-quota.ts';

/** A bucket of a property's quota. */
export const QuotaBucket = z.object({
  name: z.string().describe('tokens_per_day, tokens_per_hour …'),
  of: z.string().describe('core or realtime reports; counted apart.'),
  left: z.number().int().describe('Remaining; hours are clock hours, days end at midnight, Pacific time.'),
});

/** Gives the buckets that a reply tells of. */
export function toQuotaBuckets(of: string, quota: GaPropertyQuota | undefined): z.output<typeof QuotaBucket>[] {
  return Object.entries(quota ?? {}).flatMap(([name, status]) =>
    status === undefined ? [] : [{ name: toSnakeCase(name), of, left: status.remaining ?? 0 }],
  );
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
