import { z } from 'zod';
import type { ApiKeys } from '../access/api-keys.ts';
import { ROLE_NAMES } from '../access/roles.ts';
import type { Action } from './action.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;
const Patterns = z
  .array(z.string().regex(/^[a-z0-9_*/-]{1,80}$/, 'Use names with * for any text.'))
  .min(1)
  .max(100);

const Input = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,79}$/u,
      'Use 1 to 80 letters, digits, spaces, dots, dashes or underscores.',
    )
    .describe('Whose key it is, for lists and the audit trail'),
  role: z.enum(ROLE_NAMES).describe('What it may do'),
  tools: Patterns.optional().describe('Limits it to these tools; * stands for any text'),
  connections: Patterns.optional().describe('Limits it to these connections, like shopify/default'),
  expiresInMs: z
    .int()
    .min(60_000)
    .max(10 * YEAR_MS)
    .optional()
    .describe('Milliseconds until it expires'),
});

const Output = z.object({
  id: z.string(),
  key: z.string().describe('The key; it is never shown again'),
  hint: z.string(),
  role: z.string(),
  expiresAt: z.string().optional(),
});

/** Makes an API key. The answer holds it; nothing else ever will. */
export function keysCreate(keys: ApiKeys): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'keys.create',
    title: 'Create an API key',
    description: 'Makes a key for an agent, a person or a script, with a role and, if wanted, limits and an expiry.',
    effect: 'write',
    permission: 'keys.manage',
    input: Input,
    output: Output,
    subject: ({ name, role }, made) => `${made?.id ?? 'no key'} for ${name} as ${role}`,
    async run(input) {
      const { key, record } = await keys.create(input);
      const { id, hint, role, expiresAt } = record;
      return { id, key, hint, role, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }) };
    },
  };
}
