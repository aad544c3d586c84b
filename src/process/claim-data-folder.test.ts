import { expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { createTemporaryFolder } from '../../test/support/temporary-folder.ts';
import { claimDataFolder } from '../storage/sql/data-folder.ts';
import { ownFolderOrFindOwner } from './claim-data-folder.ts';
import type { ReadSettings } from './context.ts';

const DOOR = { url: 'http://127.0.0.1:8003', token: 'local token', startedAt: 1_767_225_600_000 };

/** A folder that a process has just claimed, and somebody who comes a moment later. */
function openRace() {
  const folder = createTemporaryFolder();
  const first = claimDataFolder(folder.path);
  const clock = createFakeClock();
  const read = { settings: { DATA_DIR: folder.path } } as unknown as ReadSettings;
  const second = ownFolderOrFindOwner(read, clock).catch((error: unknown) => error);
  return {
    first,
    clock,
    second,
    [Symbol.dispose]() {
      first?.[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

it('who comes while another process starts waits until that one takes calls', async () => {
  using race = openRace();
  await race.clock.advance(3_000);
  race.first?.publish(DOOR);
  await race.clock.advance(100);

  expect(await race.second).toEqual({ owner: { pid: process.pid, ...DOOR } });
  expect(race.clock.waiting).toBe(0);
});

it('who comes while another process starts has the folder when that one fails', async () => {
  using race = openRace();
  await race.clock.advance(3_000);
  race.first?.[Symbol.dispose]();
  await race.clock.advance(100);

  const found = (await race.second) as { own: { claim: Disposable } };
  expect(found.own.claim).toBeDefined();
  found.own.claim[Symbol.dispose]();
});

it('a process that owns the folder and never takes calls is told of', async () => {
  using race = openRace();
  await race.clock.advance(20_000);

  expect(await race.second).toMatchObject({
    exit: 'temporary',
    message: expect.stringContaining('does not get ready'),
  });
  expect(race.clock.waiting).toBe(0);
});
