import { z } from 'zod';
import type { Action } from './action.ts';

const Input = z.strictObject({});
/** What the probe of a connection found. */
export const Found = z.object({
  connection: z.string(),
  mode: z.string(),
  state: z.enum(['ok', 'failed', 'off']),
  summary: z.string(),
  warnings: z.array(z.string()),
  durationMs: z.number().optional(),
});
const Output = z.object({ connections: z.array(Found) });

export type ProbeFinding = z.output<typeof Found>;

/** Asks each connection's vendor the cheapest question there is, for `doctor` and for health. */
export function connectionsProbe(
  probe: () => Promise<readonly ProbeFinding[]>,
): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'connections.probe',
    title: 'Probe the connections',
    description: 'Reaches each connection once, for real, and says what answered, what is missing and what to do.',
    effect: 'read',
    permission: 'health.read',
    input: Input,
    output: Output,
    subject: () => 'all connections',
    run: async () => ({ connections: [...(await probe())] }),
  };
}
