import { z } from 'zod';
import type { ConnectionRecords } from '../connections/connection-records.ts';
import type { ConnectionRecord } from '../connections/connection-store.ts';
import type { Connection } from '../kernel/connection.ts';
import { type ConnectionViewed, viewOf } from './connection-view.ts';

/** What the actions on connections work with. */
export interface ConnectionDesk {
  readonly records: ConnectionRecords;
  /** The connections of this process at this moment. */
  running(): readonly Connection[];
  /** Brings this process up to what the records say. */
  follow(): Promise<void>;
}

const Texts = z.record(z.string().max(100), z.string().max(16_384));

/** What a connection is made of, as input of the actions that take it. */
export const CONNECTION_FIELDS = {
  settings: Texts.optional().describe('Settings of the connector that are no secrets, by name'),
  secrets: Texts.optional().describe('Its secrets, by name; kept sealed and never shown again'),
  mock: z.boolean().optional().describe('Answer from an emulator, with invented data'),
};

/** Input of the actions on one connection. */
export const ConnectionInput = z.strictObject({
  connection: z.string().max(200).describe('Id of the connection, as connections.list shows it'),
});

/** What a change of a connection answers. */
export const ConnectionChanged = z.object({
  id: z.string(),
  on: z.boolean().describe('Whether it can be called now'),
  mode: z.string().optional().describe('live, mock or emulated'),
  because: z.string().optional().describe('Why it is off, and what would turn it on'),
});

/** Brings the change of a record into force, and says what came of it. */
export async function inForce(
  desk: ConnectionDesk,
  record: ConnectionRecord,
): Promise<z.output<typeof ConnectionChanged>> {
  await desk.follow();
  const running = desk.running().find(({ id }) => id === record.id);
  const { id, on, mode, because }: ConnectionViewed = viewOf(record.id, running, record);
  return { id, on, mode, because };
}
