import { z } from 'zod';
import { PlatformError } from '../kernel/errors.ts';
import type { Action } from './action.ts';
import {
  CONNECTION_FIELDS,
  ConnectionChanged,
  type ConnectionDesk,
  ConnectionInput,
  inForce,
} from './connection-desk.ts';

const Input = z.strictObject({ ...ConnectionInput.shape, ...CONNECTION_FIELDS });

/** Changes settings and secrets of a connection that was added. */
export function connectionsSet(
  desk: ConnectionDesk,
): Action<z.output<typeof Input>, z.output<typeof ConnectionChanged>> {
  return {
    name: 'connections.set',
    title: 'Change a connection',
    description:
      'Changes the named settings and secrets of an added connection and leaves the others; an empty text takes one out. In force at once, with a new circuit and an empty cache.',
    effect: 'write',
    permission: 'connections.manage',
    input: Input,
    output: ConnectionChanged,
    subject: ({ connection }) => connection,
    async run({ connection, ...change }) {
      if (change.settings === undefined && change.secrets === undefined && change.mock === undefined) {
        throw new PlatformError('invalid_input', 'Say what to change: settings, secrets or mock.');
      }
      return inForce(desk, await desk.records.change(connection, change));
    },
  };
}
