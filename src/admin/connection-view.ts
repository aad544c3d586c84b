import { z } from 'zod';
import { DEFAULT_CONNECTION } from '../connections/connection-records.ts';
import type { ConnectionRecord } from '../connections/connection-store.ts';
import type { Connection } from '../kernel/connection.ts';

/** A connection as operators see it: settings, the names of its secrets, and whether it can be called. */
export const ConnectionView = z.object({
  id: z.string(),
  connector: z.string(),
  name: z.string(),
  definedBy: z
    .enum(['environment', 'record'])
    .describe('Where it is changed: the settings of the environment, or here'),
  on: z.boolean().describe('Whether it can be called'),
  mode: z.string().optional().describe('live, mock or emulated'),
  because: z.string().optional().describe('Why it is off, and what would turn it on'),
  settings: z.record(z.string(), z.string()).optional().describe('Settings that are no secrets'),
  secrets: z.array(z.string()).optional().describe('Names of the secrets that are set'),
  changedAt: z.string().optional().describe('ISO 8601'),
});

export type ConnectionViewed = z.output<typeof ConnectionView>;

/** Puts together what is known of a connection: the running one, its record, or both. */
export function viewOf(
  id: string,
  connection: Connection | undefined,
  record: ConnectionRecord | undefined,
): ConnectionViewed {
  const [connector = '', name = ''] = id.split('/', 2);
  const state = connection?.state;
  return {
    id,
    connector,
    name,
    definedBy: name === DEFAULT_CONNECTION ? 'environment' : 'record',
    on: state?.on ?? false,
    ...(state?.on && { mode: state.mode }),
    ...(!state?.on && { because: state?.because ?? 'This version of the platform has no such connector.' }),
    ...(record && {
      settings: { ...record.settings },
      secrets: [...record.secretNames],
      changedAt: new Date(record.version).toISOString(),
    }),
  };
}
