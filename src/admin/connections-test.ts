import type { z } from 'zod';
import { PlatformError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Action } from './action.ts';
import { type ConnectionDesk, ConnectionInput } from './connection-desk.ts';
import { Found, type ProbeFinding } from './connections-probe.ts';

/** Asks the vendor of one connection the cheapest question there is. */
export function connectionsTest(
  desk: ConnectionDesk,
  probe: (connection: string) => Promise<ProbeFinding | undefined>,
): Action<z.output<typeof ConnectionInput>, z.output<typeof Found>> {
  return {
    name: 'connections.test',
    title: 'Test a connection',
    description: 'Reaches one connection, for real, and says what answered, what is missing and what to do.',
    effect: 'read',
    permission: 'health.read',
    input: ConnectionInput,
    output: Found,
    subject: ({ connection }) => connection,
    async run({ connection }) {
      const found = await probe(connection);
      if (found) return found;
      const near = nearest(
        connection,
        desk.running().map(({ id }) => id),
      );
      throw new PlatformError('not_found', `There is no connection of that id.${near ? ` Did you mean ${near}?` : ''}`);
    },
  };
}
