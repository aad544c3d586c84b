import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { z } from 'zod';
import { PlatformError } from '../../kernel/errors.ts';

const LOCK_FILE = 'owner.lock';
const OWNER_FILE = 'owner.json';

const Owner = z.object({
  pid: z.number().int(),
  /** Where the owner takes calls from this machine. */
  url: z.string(),
  /** Proves to the owner that the caller may read the data folder. */
  token: z.string(),
  /** Epoch ms. */
  startedAt: z.number(),
});

/** The process that owns a data folder, as it told the other processes of the machine. */
export type Owner = Readonly<z.infer<typeof Owner>>;

/** Ownership of a data folder, held until it is disposed of or the process ends, however it ends. */
export interface DataFolderClaim extends Disposable {
  /** Tells the other processes of the machine that may read the folder where this one listens. */
  publish(door: Omit<Owner, 'pid'>): void;
}

/**
 * Claims the folder for this process, making it with mode 0700 when it is not there. Gives `undefined` at once when it
 * is claimed already, by this process or another. Throws `unavailable` when the folder cannot be made or written.
 */
export function claimDataFolder(path: string): DataFolderClaim | undefined {
  const lock = takeLock(path);
  if (lock === undefined) return undefined;
  const ownerFile = join(path, OWNER_FILE);
  // What lies there is of a process that was killed: its token must not be shown as ours.
  rmSync(ownerFile, { force: true });
  return {
    publish(door) {
      const draft = `${ownerFile}.${process.pid}`;
      rmSync(draft, { force: true });
      writeFileSync(draft, `${JSON.stringify({ pid: process.pid, ...door })}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(draft, ownerFile);
    },
    [Symbol.dispose]() {
      if (!lock.open) return;
      rmSync(ownerFile, { force: true });
      lock.close();
    },
  };
}

/**
 * Who owns the folder, as published; `undefined` when nobody has published. Meant for a process whose own claim was
 * refused: a process that was killed leaves its file behind until the next claim.
 */
export function readOwner(path: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(readFileSync(join(path, OWNER_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * An exclusive lock of SQLite on an empty database: a lock of the operating system, which ends with the process. Nothing
 * else may open the file in this process, since closing it would drop the lock (POSIX, fcntl).
 */
function takeLock(path: string): SqliteFile.Database | undefined {
  let lock: SqliteFile.Database | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    lock = new SqliteFile(join(path, LOCK_FILE), { timeout: 0 });
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive');
    chmodSync(join(path, LOCK_FILE), 0o600);
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof SqliteFile.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw new PlatformError(
      'unavailable',
      'The data folder cannot be used: check that it can be written.',
      {},
      { cause: error },
    );
  }
}
