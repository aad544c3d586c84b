import { z } from 'zod';
import type { ApiKeys } from '../access/api-keys.ts';
import type { KeyRecord } from '../access/key-store.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Action } from './action.ts';

const Input = z.strictObject({});

const Key = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('Its first characters'),
  role: z.string(),
  tools: z.array(z.string()).optional(),
  connections: z.array(z.string()).optional(),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  lastUsedAt: z.string().optional().describe('Exact to a minute'),
  state: z.enum(['active', 'expired', 'revoked']),
});
const Output = z.object({ keys: z.array(Key) });

/** Lists all API keys, without the keys. */
export function keysList(keys: ApiKeys, clock: Clock): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'keys.list',
    title: 'List API keys',
    description: 'All keys with their roles, limits, last use and state; the keys themselves are not kept.',
    effect: 'read',
    permission: 'keys.manage',
    input: Input,
    output: Output,
    subject: () => 'all keys',
    async run() {
      await keys.flushUses();
      return { keys: (await keys.list()).map((record) => toKey(record, clock.now())) };
    },
  };
}

function toKey(record: KeyRecord, now: number): z.output<typeof Key> {
  const { id, name, hint, role, tools, connections, createdAt, expiresAt, revokedAt, lastUsedAt } = record;
  const expired = expiresAt !== undefined && expiresAt <= now;
  return {
    id,
    name,
    hint,
    role,
    ...(tools && { tools: [...tools] }),
    ...(connections && { connections: [...connections] }),
    createdAt: iso(createdAt),
    ...(expiresAt !== undefined && { expiresAt: iso(expiresAt) }),
    ...(revokedAt !== undefined && { revokedAt: iso(revokedAt) }),
    ...(lastUsedAt !== undefined && { lastUsedAt: iso(lastUsedAt) }),
    state: revokedAt === undefined ? (expired ? 'expired' : 'active') : 'revoked',
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
