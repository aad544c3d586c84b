import { describe, expect, it } from 'vitest';
import { openTestAdmin } from '../../test/support/test-admin.ts';
import type { ProbeFinding } from './connections-probe.ts';

const FOUND: ProbeFinding[] = [
  { connection: 'acme/default', mode: 'live', state: 'ok', summary: 'Acme answers.', warnings: ['old'], durationMs: 7 },
  { connection: 'acme/second', mode: 'off', state: 'off', summary: 'Acme is off.', warnings: [] },
];

describe('connections.probe', () => {
  it('gives what the probes found to operators and admins', async () => {
    await using platform = await openTestAdmin([], FOUND);
    for (const role of ['operator', 'admin'] as const) {
      expect(await platform.perform('connections.probe', {}, platform.principal(role))).toEqual({ connections: FOUND });
    }
  });

  it.each(['viewer', 'analyst'] as const)('is nothing for the role %s', async (role) => {
    await using platform = await openTestAdmin([], FOUND);
    const refused = platform.perform('connections.probe', {}, platform.principal(role));
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  });
});
