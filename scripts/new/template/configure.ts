import type { ConnectionSettings, Target } from '../../../src/kernel/connector.ts';

/** The one host of the vendor. */
export const HOST = 'api.sample-id.example';

/** Gives the vendor's host and how to sign in to it, or the names of the settings that are missing. */
export function configure(settings: ConnectionSettings): { target: Target } | { missing: string[] } {
  if (!settings.has('SAMPLE_API_TOKEN')) return { missing: ['SAMPLE_API_TOKEN'] };
  return {
    target: {
      origin: `https://${HOST}`,
      hosts: [HOST],
      authentication: { kind: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'SAMPLE_API_TOKEN' },
      facts: {},
    },
  };
}
