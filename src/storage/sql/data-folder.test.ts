import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startChild } from '../../../test/support/child.ts';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { claimDataFolder, readOwner } from './data-folder.ts';

const DOOR = { url: 'http://127.0.0.1:8003', token: 'local token', startedAt: 1_767_225_600_000 };

describe('a data folder', () => {
  it('is made for its first owner, and nobody else may look into it', () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'deep', 'data');

    using claim = claimDataFolder(path);
    claim?.publish(DOOR);

    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'owner.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, 'owner.lock')).mode & 0o777).toBe(0o600);
  });

  it('has one owner: a second claim of the same process is refused until the first is disposed of', () => {
    using folder = createTemporaryFolder();
    const first = claimDataFolder(folder.path);

    expect(claimDataFolder(folder.path)).toBeUndefined();
    first?.[Symbol.dispose]();

    using second = claimDataFolder(folder.path);
    expect(second).toBeDefined();
  });

  it('of another living process is refused at once, and is free when that process is killed', async () => {
    using folder = createTemporaryFolder();
    await using owner = startChild('own-data-folder', [folder.path]);
    await owner.linesReach(1);
    expect(owner.lines).toEqual(['claimed']);

    const from = performance.now();
    expect(claimDataFolder(folder.path)).toBeUndefined();
    expect(performance.now() - from).toBeLessThan(100);
    expect(readOwner(folder.path)).toMatchObject({ token: 'of the child' });

    await owner.kill();
    using claim = claimDataFolder(folder.path);
    expect(claim).toBeDefined();
    expect(readOwner(folder.path)).toBeUndefined();
  });

  it('of this process is refused to another one', async () => {
    using folder = createTemporaryFolder();
    using claim = claimDataFolder(folder.path);
    expect(claim).toBeDefined();
    // A refused claim opens and closes the lock file, which must not let go of the lock.
    expect(claimDataFolder(folder.path)).toBeUndefined();

    await using other = startChild('own-data-folder', [folder.path]);
    await other.linesReach(1);

    expect(other.lines).toEqual(['refused']);
  });

  it('shows the owner that published, with its process id, and nothing after the owner has left', () => {
    using folder = createTemporaryFolder();
    const claim = claimDataFolder(folder.path);
    expect(readOwner(folder.path)).toBeUndefined();

    claim?.publish({ ...DOOR, url: 'http://127.0.0.1:1' });
    claim?.publish(DOOR);

    expect(readOwner(folder.path)).toEqual({ pid: process.pid, ...DOOR });
    claim?.[Symbol.dispose]();
    expect(readOwner(folder.path)).toBeUndefined();
    expect(readdirSync(folder.path)).toEqual(['owner.lock']);
  });

  it('disposed of twice leaves the next owner alone', () => {
    using folder = createTemporaryFolder();
    const first = claimDataFolder(folder.path);
    first?.[Symbol.dispose]();
    using second = claimDataFolder(folder.path);
    second?.publish(DOOR);

    first?.[Symbol.dispose]();

    expect(readOwner(folder.path)).toMatchObject(DOOR);
    expect(claimDataFolder(folder.path)).toBeUndefined();
  });

  it('with an owner file that makes no sense has no owner to show', () => {
    using folder = createTemporaryFolder();

    for (const text of ['', '{', 'null', '{"pid":"1"}', '{"pid":1,"url":"x","token":"y"}']) {
      writeFileSync(join(folder.path, 'owner.json'), text);
      expect(readOwner(folder.path)).toBeUndefined();
    }
  });

  it('that cannot be used is refused with what to check, and no path', () => {
    using folder = createTemporaryFolder();
    writeFileSync(join(folder.path, 'file'), 'not a folder');
    mkdirSync(join(folder.path, 'taken', 'owner.lock'), { recursive: true });

    for (const name of ['file', 'taken']) {
      const claim = () => claimDataFolder(join(folder.path, name));
      expect(claim).toThrow(expect.objectContaining({ code: 'unavailable' }));
      expect(claim).not.toThrow(folder.path);
    }
  });

  it('publishes whole files only: a reader never sees half of one', () => {
    using folder = createTemporaryFolder();
    using claim = claimDataFolder(folder.path);
    claim?.publish(DOOR);
    const before = statSync(join(folder.path, 'owner.json')).ino;

    claim?.publish({ ...DOOR, token: 'x' });

    expect(statSync(join(folder.path, 'owner.json')).ino).not.toBe(before);
    expect(JSON.parse(readFileSync(join(folder.path, 'owner.json'), 'utf8')).token).toBe('x');
  });
});
