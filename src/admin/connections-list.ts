import { z } from 'zod';
import type { Action } from './action.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import { ConnectionView, viewOf } from './connection-view.ts';

const Input = z.strictObject({});
const Output = z.object({ connections: z.array(ConnectionView) });

/** Lists every connection with what it is made of, and never a secret. */
export function connectionsList(desk: ConnectionDesk): Action<z.output<typeof Input>, z.output<typeof Output>> {
  return {
    name: 'connections.list',
    title: 'List the connections',
    description: 'Shows every connection: its settings, the names of its secrets, and whether it can be called.',
    effect: 'read',
    permission: 'connections.manage',
    input: Input,
    output: Output,
    subject: () => 'all connections',
    async run() {
      const records = new Map((await desk.records.list()).map((record) => [record.id, record]));
      const running = new Map(desk.running().map((connection) => [connection.id, connection]));
      const ids = new Set([...running.keys(), ...records.keys()]);
      return { connections: [...ids].map((id) => viewOf(id, running.get(id), records.get(id))) };
    },
  };
}
