import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from './settings-error.ts';
import { weaknessOf } from './weak-key.ts';

/** The key's file in the data folder. */
export const ENCRYPTION_KEY_FILE = 'encryption-key';
const KEY_BYTES = 32;
const OTHERS_MAY_ANYTHING = 0o077;
const OTHERS_MAY_WRITE = 0o022;

export interface EncryptionKeyOptions {
  /** The value of `OAUTH_ENCRYPTION_KEY`; production has one, because the settings require it there. */
  readonly configured: string | undefined;
  readonly dataDir: string;
  /** Gives so many bytes that nobody can guess. */
  readonly randomBytes: (size: number) => Buffer;
}

export interface EncryptionKey {
  readonly key: string;
  /** What the operator should know when the key is not a configured one. */
  readonly warning?: string;
}

/**
 * Gives the configured key, or else the one that is kept in the data folder, made (32 random bytes in base64url) when
 * there is none. Two processes that start at once get the same key, and a crash leaves a whole key or none. Throws
 * `SettingsError` when somebody else could read or replace the file, or when what it holds is no good key.
 */
export function loadEncryptionKey({ configured, dataDir, randomBytes }: EncryptionKeyOptions): EncryptionKey {
  if (configured !== undefined) return { key: configured };
  const path = join(dataDir, ENCRYPTION_KEY_FILE);
  openFolder(dataDir);
  const kept = readKey(path);
  if (kept !== undefined) return { key: kept, warning: `OAUTH_ENCRYPTION_KEY is not set; the key in ${path} is used.` };
  writeKeyOnce(path, randomBytes);
  const made = readKey(path);
  if (made === undefined)
    throw fault('DATA_DIR', `does not keep the file ${ENCRYPTION_KEY_FILE}; name a folder on a local disk.`);
  const warning = `OAUTH_ENCRYPTION_KEY is not set; a key was made and kept in ${path}. Without it what is sealed is lost: back it up.`;
  return { key: made, warning };
}

function openFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fault('DATA_DIR', `cannot be made (${codeOf(error)}); name a folder that the platform may write to.`);
  }
  if ((statSync(dataDir).mode & OTHERS_MAY_WRITE) !== 0) {
    throw fault('DATA_DIR', `may be written by others, who could replace the key; run: chmod 700 ${dataDir}`);
  }
}

function readKey(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fault('OAUTH_ENCRYPTION_KEY', `is not set, and ${path} cannot be read (${codeOf(error)}).`);
  }
  try {
    const { mode } = fstatSync(file);
    if ((mode & OTHERS_MAY_ANYTHING) !== 0) {
      throw fault('OAUTH_ENCRYPTION_KEY', `is kept in a file that others may open; run: chmod 600 ${path}`);
    }
    const key = readFileSync(file, 'utf8').trim();
    const weakness = weaknessOf(key);
    if (weakness === undefined) return key;
    throw fault('OAUTH_ENCRYPTION_KEY', `in ${path} ${weakness}, or restore the file from a backup.`);
  } finally {
    closeSync(file);
  }
}

/** A hard link appears whole or not at all and never replaces: whoever links first has made the key. */
function writeKeyOnce(path: string, randomBytes: (size: number) => Buffer): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    linkSync(draft, path);
    syncFolder(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw fault(
      'DATA_DIR',
      `does not take the generated key (${codeOf(error)}); free space, or allow the platform to write there.`,
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

function syncFolder(path: string): void {
  const folder = openSync(join(path, '..'), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function fault(name: string, says: string): SettingsError {
  return new SettingsError([{ name, says }]);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
