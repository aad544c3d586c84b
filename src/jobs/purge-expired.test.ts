import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openTemporaryDatabase } from '../../test/support/temporary-database.ts';
import { uuidv7 } from '../kernel/ids.ts';
import { SqlResultStore } from '../storage/sql/sql-result-store.ts';
import { purgeExpired } from './purge-expired.ts';

/** A store of results, `expired` of which expired a millisecond ago, and one that expires now. */
async function setUp(expired: number) {
  const clock = createFakeClock();
  const database = await openTemporaryDatabase();
  const store = new SqlResultStore(database);
  const add = (expiresAt: number) =>
    store.add(
      {
        id: uuidv7(clock.now()),
        ownerId: 'ada',
        tool: 'acme_list_rows',
        connection: 'acme/default',
        rows: 1,
        pages: 1,
        characters: 1,
        createdAt: 0,
        expiresAt,
      },
      ['v1.page'],
    );
  for (let n = 0; n < expired; n += 1) await add(clock.now() - 1);
  await add(clock.now());
  const left = async () => (await store.listOf('ada', 0, 100_000)).length;
  return { clock, store, left, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

/** A store that has no end of expired things, and counts what it is asked. */
function endless() {
  const asked: number[] = [];
  return {
    asked,
    async purge(_before: number, limit: number) {
      asked.push(limit);
      return limit;
    },
  };
}

describe('purgeExpired', () => {
  it('is named after what it purges', () => {
    expect(purgeExpired('results', endless(), createFakeClock())).toMatchObject({ name: 'purge-results' });
  });

  it('deletes what has expired, and nothing else', async () => {
    await using platform = await setUp(3);

    await purgeExpired('results', platform.store, platform.clock).run();

    expect(await platform.left()).toBe(1);
    expect(platform.clock.waiting).toBe(0);
  });

  it('works in small batches, with time for others between them', async () => {
    await using platform = await setUp(450);

    const run = purgeExpired('results', platform.store, platform.clock).run();
    await platform.clock.advance(0);
    expect(await platform.left()).toBe(251);
    await platform.clock.advance(10);
    expect(await platform.left()).toBe(51);
    await platform.clock.advance(10);
    await run;

    // The last one has expired in the meantime.
    expect(await platform.left()).toBe(0);
  });

  it('stops after a bounded number of batches and goes on at its next time', async () => {
    const clock = createFakeClock();
    const store = endless();

    const run = purgeExpired('results', store, clock).run();
    await clock.advance(60_000);
    await run;

    expect(store.asked).toEqual(Array(50).fill(200));
  });

  it('hands a failure of the store on, for the log', async () => {
    const failing = { purge: () => Promise.reject(new Error('gone')) };
    await expect(purgeExpired('results', failing, createFakeClock()).run()).rejects.toThrow('gone');
  });
});
