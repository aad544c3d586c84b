import { z } from 'zod';
import type { Probe } from '../../../src/kernel/connector.ts';
import type { SampleUpstream } from './protocol/upstream.ts';

/** Asks the cheapest question there is, and says who answered. */
export async function probe(upstream: SampleUpstream): Promise<Probe> {
  await upstream.read('/v1/items?limit=1', z.object({ items: z.array(z.unknown()) }));
  return { summary: 'Sample answers, and takes the token.', warnings: [] };
}
