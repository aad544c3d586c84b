import { z } from 'zod';

/** What `connections.list` answers. */
export const ListedConnections = z.looseObject({
  connections: z.array(
    z.looseObject({
      id: z.string(),
      definedBy: z.string(),
      on: z.boolean(),
      mode: z.string().optional(),
      because: z.string().optional(),
      settings: z.record(z.string(), z.string()).optional(),
      secrets: z.array(z.string()).optional(),
      changedAt: z.string().optional(),
    }),
  ),
});

/** What `connections.add` and `connections.set` answer. */
export const ChangedConnection = z.looseObject({
  id: z.string(),
  on: z.boolean(),
  mode: z.string().optional(),
  because: z.string().optional(),
});

/** What `connections.test` answers. */
export const TestedConnection = z.looseObject({
  connection: z.string(),
  mode: z.string(),
  state: z.string(),
  summary: z.string(),
  warnings: z.array(z.string()),
});

/** How a connection fares, in a few words. */
export function toldOf({ on, mode, because }: z.output<typeof ChangedConnection>): string {
  return on ? `It can be called (${mode}).` : (because ?? 'It is off.');
}
