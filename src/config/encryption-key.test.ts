import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEncryptionKey } from './encryption-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encryption-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('loadEncryptionKey', () => {
  it('gives the configured key and touches no disk', () => {
    const dataDir = join(folder, 'data');

    expect(loadEncryptionKey({ configured: 'configured', dataDir, randomBytes })).toEqual({ key: 'configured' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes a key that only its owner can read, says so, and gives the same one later', () => {
    const dataDir = join(folder, 'deep', 'data');

    const first = loadEncryptionKey({ configured: undefined, dataDir, randomBytes });
    const second = loadEncryptionKey({ configured: undefined, dataDir, randomBytes });

    expect(first.key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(second.key).toBe(first.key);
    expect(modeOf(dataDir)).toBe(0o700);
    expect(modeOf(join(dataDir, 'encryption-key'))).toBe(0o600);
    expect(first.warning).toContain('a key was made');
    expect(second.warning).toContain('is used');
    expect(`${first.warning}${second.warning}`).not.toContain(first.key);
    expect(readdirSync(dataDir)).toEqual(['encryption-key']);
  });

  it('takes the key of a process that made one in the meantime', () => {
    let theirs: string | undefined;
    const interrupted = (size: number) => {
      theirs ??= loadEncryptionKey({ configured: undefined, dataDir: folder, randomBytes }).key;
      return randomBytes(size);
    };

    const ours = loadEncryptionKey({ configured: undefined, dataDir: folder, randomBytes: interrupted }).key;

    expect(ours).toBe(theirs);
    expect(readdirSync(folder)).toEqual(['encryption-key']);
  });

  it.each([0o640, 0o604, 0o660])('refuses a key file of mode %o and says how to close it', (mode) => {
    const path = join(folder, 'encryption-key');
    writeFileSync(path, randomBytes(32).toString('base64url'));
    chmodSync(path, mode);

    expect(() => loadEncryptionKey({ configured: undefined, dataDir: folder, randomBytes })).toThrow(
      `chmod 600 ${path}`,
    );
  });

  it('refuses a folder in which others could replace the key', () => {
    const dataDir = join(folder, 'open');
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o777);

    expect(() => loadEncryptionKey({ configured: undefined, dataDir, randomBytes })).toThrow(`chmod 700 ${dataDir}`);
  });

  it.each(['', 'short', 'abc'.repeat(20)])('refuses a file that holds %j, and leaves it as it is', (content) => {
    const path = join(folder, 'encryption-key');
    writeFileSync(path, content, { mode: 0o600 });

    expect(() => loadEncryptionKey({ configured: undefined, dataDir: folder, randomBytes })).toThrow(
      /restore the file from a backup/,
    );
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('says so when the data folder is a file', () => {
    const dataDir = join(folder, 'file');
    writeFileSync(dataDir, '');

    expect(() => loadEncryptionKey({ configured: undefined, dataDir, randomBytes })).toThrow(/DATA_DIR cannot be made/);
  });
});
