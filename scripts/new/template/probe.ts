import type { Probe } from '../../../src/kernel/connector.ts';
import type { SampleUpstream } from './protocol/upstream.ts';

/** Asks the cheapest question there is, and says who answered. */
export async function probe(upstream: SampleUpstream): Promise<Probe> {
  await upstream.get('/v1/items?limit=1');
  return { summary: 'Sample answers, and takes the token.', warnings: [] };
}
