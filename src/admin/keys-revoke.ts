import { z } from 'zod';
import type { ApiKeys } from '../access/api-keys.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Action } from './action.ts';

const Input = z.strictObject({ id: z.uuid('Use an id that the list of keys shows.').describe('Id of the key') });
const Output = z.object({ revoked: z.boolean().describe('false when it had been revoked before') });

/** Takes a key out of force, at once and for good. */
export function keysRevoke(keys: ApiKeys): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'keys.revoke',
    title: 'Revoke an API key',
    description: 'Takes a key out of force at once. It cannot be taken back; make a new key instead.',
    effect: 'destroy',
    permission: 'keys.manage',
    input: Input,
    output: Output,
    subject: ({ id }) => id,
    async run({ id }) {
      const known = (await keys.list()).some((record) => record.id === id);
      if (!known) throw new PlatformError('not_found', 'There is no key with this id; list the keys to see them.');
      return { revoked: await keys.revoke(id) };
    },
  };
}
