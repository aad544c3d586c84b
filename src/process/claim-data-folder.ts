import { randomBytes } from 'node:crypto';
import { CliFailure } from '../cli/failure.ts';
import { loadEncryptionKey } from '../config/encryption-key.ts';
import type { Clock } from '../kernel/clock.ts';
import { claimDataFolder, type DataFolderClaim, type Owner, readOwner } from '../storage/sql/data-folder.ts';
import { asCliFailure, type ReadSettings } from './context.ts';

/** The data folder as this process's own, and the key that its secrets are sealed with. */
export interface OwnFolder {
  readonly claim: DataFolderClaim;
  readonly encryptionKey: string;
  /** What the operator should know about the key. */
  readonly warnings: readonly string[];
}

/** Claims the data folder; `undefined` when another process owns it. */
async function tryToOwnFolder({ settings }: ReadSettings): Promise<OwnFolder | undefined> {
  const { key, warning } = asCliFailure(() =>
    loadEncryptionKey({ configured: settings.OAUTH_ENCRYPTION_KEY, dataDir: settings.DATA_DIR, randomBytes }),
  );
  const claim = claimDataFolder(settings.DATA_DIR);
  return claim && { claim, encryptionKey: key, warnings: warning === undefined ? [] : [warning] };
}

/** How long a process that has begun on the folder may take until it says where it listens. */
const PUBLISHES_WITHIN_MS = 15_000;
const LOOKS_EVERY_MS = 100;

/**
 * Claims the data folder, or finds who owns it, for those who work either way: of two that begin at once the later waits
 * until the earlier takes calls. Throws where that takes longer than a start ever should.
 */
export async function ownFolderOrFindOwner(
  read: ReadSettings,
  clock: Pick<Clock, 'monotonicMs' | 'sleep'>,
): Promise<{ readonly own: OwnFolder } | { readonly owner: Owner }> {
  const until = clock.monotonicMs() + PUBLISHES_WITHIN_MS;
  for (;;) {
    const own = await tryToOwnFolder(read);
    if (own) return { own };
    const owner = readOwner(read.settings.DATA_DIR);
    if (owner) return { owner };
    if (clock.monotonicMs() >= until) throw neverPublished();
    await clock.sleep(LOOKS_EVERY_MS);
  }
}

function neverPublished(): CliFailure {
  return new CliFailure('temporary', 'Another process of the platform owns the data folder and does not get ready.', [
    'Wait for it or stop it, then run the command again; its log says what holds it up.',
  ]);
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
