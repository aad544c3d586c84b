import { z } from 'zod';
import type { ApiKeys } from '../access/api-keys.ts';
import { patternMatcher } from '../access/grants.ts';
import { ROLE_NAMES } from '../access/roles.ts';
import { PlatformError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
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

/** Makes an API key. The answer holds it; nothing else ever will. `tools` are the names of all tools. */
export function keysCreate(
  keys: ApiKeys,
  tools: readonly string[],
): Action<z.output<typeof Input>, z.output<typeof Output>> {
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
      assertFits(input.tools ?? [], tools);
      const { key, record } = await keys.create(input);
      const { id, hint, role, expiresAt } = record;
      return { id, key, hint, role, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }) };
    },
  };
}

/** A pattern that no tool fits is a slip: its key would be good for nothing, and nobody would see why. */
function assertFits(patterns: readonly string[], tools: readonly string[]): void {
  const known = [...new Set(tools.map((name) => `${name.slice(0, name.indexOf('_') + 1)}*`)), ...tools];
  const issues = patterns.flatMap((pattern, at) => {
    if (tools.some(patternMatcher(pattern))) return [];
    const near = nearest(pattern, known);
    const message = `No tool is called ${pattern}${near === undefined ? '; list the tools to see the names.' : `; did you mean ${near}?`}`;
    return [{ path: `tools[${at}]`, message }];
  });
  if (issues.length === 0) return;
  const told = issues.map(({ path, message }) => `${path}: ${message}`).join(' ');
  throw new PlatformError('invalid_input', `The input does not fit. ${told}`, { issues, sent: 'no' });
}
