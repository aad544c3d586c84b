import type { ApiKeys } from './api-keys.ts';
import type { KeyRecord } from './key-store.ts';

/** An admin key that was not there before. */
export interface NewAdminKey {
  readonly record: KeyRecord;
  /** The key itself, to be shown once; absent where the operator chose it. */
  readonly shown?: string;
}

/**
 * Sees to it that there is an admin: adopts the configured key, or, where there never was a key of an admin, makes one
 * unless nobody would see it (`hides`). Gives what it added.
 */
export async function ensureAdminKey(
  keys: ApiKeys,
  configured: string | undefined,
  hides = false,
): Promise<NewAdminKey | undefined> {
  if (configured !== undefined) {
    const record = await keys.adopt(configured, { name: 'admin of ADMIN_API_KEY', role: 'admin' });
    return record && { record };
  }
  if (hides || (await keys.list()).some(({ role }) => role === 'admin')) return undefined;
  const { key, record } = await keys.create({ name: 'first admin', role: 'admin' });
  return { record, shown: key };
}
