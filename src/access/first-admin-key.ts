import type { ApiKeys } from './api-keys.ts';

/**
 * Sees to it that there is an admin: adopts the configured key, or, while there is no key at all, makes one. Gives the
 * one it made, to be shown once.
 */
export async function ensureAdminKey(keys: ApiKeys, configured: string | undefined): Promise<string | undefined> {
  if (configured !== undefined) {
    await keys.adopt(configured, { name: 'admin of ADMIN_API_KEY', role: 'admin' });
    return undefined;
  }
  if ((await keys.list()).length > 0) return undefined;
  return (await keys.create({ name: 'first admin', role: 'admin' })).key;
}
