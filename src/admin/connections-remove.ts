import { z } from 'zod';
import type { Action } from './action.ts';
import { type ConnectionDesk, ConnectionInput } from './connection-desk.ts';

const Output = z.object({ removed: z.literal(true) });

/** Removes a connection that was added, with its secrets. */
export function connectionsRemove(
  desk: ConnectionDesk,
): Action<z.output<typeof ConnectionInput>, z.output<typeof Output>> {
  return {
    name: 'connections.remove',
    title: 'Remove a connection',
    description: 'Removes an added connection with its secrets, for good. Calls under way are finished.',
    effect: 'destroy',
    permission: 'connections.manage',
    input: ConnectionInput,
    output: Output,
    subject: ({ connection }) => connection,
    async run({ connection }) {
      await desk.records.remove(connection);
      await desk.follow();
      return { removed: true };
    },
  };
}
