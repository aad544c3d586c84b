import { randomBytes } from 'node:crypto';
import { CliFailure } from '../cli/failure.ts';
import { loadEncryptionKey } from '../config/encryption-key.ts';
import { claimDataFolder, type DataFolderClaim, readOwner } from '../storage/sql/data-folder.ts';
import { asCliFailure, type ReadSettings } from './context.ts';

/** The data folder as this process's own, and the key that its secrets are sealed with. */
export interface OwnFolder {
  readonly claim: DataFolderClaim;
  readonly encryptionKey: string;
  /** What the operator should know about the key. */
  readonly warnings: readonly string[];
}

/** Claims the data folder; `undefined` when another process owns it. */
export async function tryToOwnFolder({ settings }: ReadSettings): Promise<OwnFolder | undefined> {
  const { key, warning } = asCliFailure(() =>
    loadEncryptionKey({ configured: settings.OAUTH_ENCRYPTION_KEY, dataDir: settings.DATA_DIR, randomBytes }),
  );
  const claim = claimDataFolder(settings.DATA_DIR);
  return claim && { claim, encryptionKey: key, warnings: warning === undefined ? [] : [warning] };
}

/** As `tryToOwnFolder`, for those who need it. */
export async function ownFolder(read: ReadSettings): Promise<OwnFolder> {
  const own = await tryToOwnFolder(read);
  if (own) return own;
  const owner = readOwner(read.settings.DATA_DIR);
  const where = owner ? ` at ${owner.url} (process ${owner.pid})` : '';
  throw new CliFailure('unavailable', `The platform is already running on this data folder${where}.`, [
    'Use it as it is, stop it first, or set DATA_DIR to another folder.',
  ]);
}
