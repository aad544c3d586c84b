import { z } from 'zod';
import type { Action } from './action.ts';
import { CONNECTION_FIELDS, ConnectionChanged, type ConnectionDesk, inForce } from './connection-desk.ts';

const Input = z.strictObject({
  connector: z.string().max(100).describe('Which connector: shopify'),
  name: z.string().max(100).describe('Name of the connection: lower-case letters, digits, hyphens'),
  ...CONNECTION_FIELDS,
});

/** Adds an account of a connector beside the one that the environment defines. */
export function connectionsAdd(
  desk: ConnectionDesk,
): Action<z.output<typeof Input>, z.output<typeof ConnectionChanged>> {
  return {
    name: 'connections.add',
    title: 'Add a connection',
    description:
      'Adds another account of a connector, in force at once in this process and within seconds in the others. Its secrets are kept sealed and never shown again.',
    effect: 'write',
    permission: 'connections.manage',
    input: Input,
    output: ConnectionChanged,
    subject: ({ connector, name }) => `${connector}/${name}`,
    run: async ({ connector, name, ...change }) => inForce(desk, await desk.records.add(connector, name, change)),
  };
}
