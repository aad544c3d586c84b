import { describe, expect, it } from 'vitest';
import { PlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { ResultRecord, ResultStore } from './result-store.ts';

/** A store that is empty when it is opened, and what closes it. */
export interface OpenedResultStore {
  readonly store: ResultStore;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

function result(over: Partial<ResultRecord> = {}): ResultRecord {
  return {
    id: uuidv7(T0),
    ownerId: 'p1',
    tool: 'shopify_list_orders',
    connection: 'shopify/default',
    rows: 250,
    pages: 2,
    characters: 70_000,
    createdAt: T0,
    expiresAt: T0 + 100,
    ...over,
  };
}

function* pagesUntil(last: number): Iterable<string> {
  for (let page = 1; page <= last; page += 1) yield `v1.page ${page}`;
}

/** What every `ResultStore` promises. */
export function resultStoreContract(open: () => Promise<OpenedResultStore>): void {
  const given = (name: string, run: (store: ResultStore) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(store);
      } finally {
        await close();
      }
    });

  describe('as a result store', () => {
    given('a result and its pages read back as they were added', async (store) => {
      const record = result();
      await store.add(record, ['v1.first', 'v1.second']);

      expect(await store.find(record.id)).toEqual(record);
      expect(await store.page(record.id, 1)).toBe('v1.first');
      expect(await store.page(record.id, 2)).toBe('v1.second');
    });

    given('an id or page that is not there is undefined', async (store) => {
      const record = result();
      await store.add(record, ['v1.first']);

      expect(await store.find('another')).toBeUndefined();
      expect(await store.page('another', 1)).toBeUndefined();
      for (const page of [-1, 0, 2, 0.5]) expect(await store.page(record.id, page)).toBeUndefined();
    });

    given('a result that cannot be added whole is not there at all', async (store) => {
      const record = result();

      await expect(store.add(record, ['v1.first', null as unknown as string])).rejects.toMatchObject({
        code: 'unavailable',
      });

      expect(await store.find(record.id)).toBeUndefined();
      expect(await store.page(record.id, 1)).toBeUndefined();
    });

    given('a file reads back with what it is called', async (store) => {
      const record = result({ rows: 0, sealedFile: 'v1.name' });
      await store.add(record, ['v1.bytes']);

      expect(await store.find(record.id)).toEqual(record);
      expect(await store.listOf('p1', T0, 10)).toEqual([record]);
    });

    given('a result of many pages reads back page by page', async (store) => {
      const record = result({ pages: 11 });
      await store.add(record, pagesUntil(11));

      expect(await store.find(record.id)).toEqual(record);
      const pages = await Promise.all(Array.from({ length: 11 }, (_, index) => store.page(record.id, index + 1)));
      expect(pages).toEqual([...pagesUntil(11)]);
      expect(await store.page(record.id, 12)).toBeUndefined();
    });

    given('a result whose pages end in the middle is not there at all, and goes when it expires', async (store) => {
      const record = result({ pages: 11 });
      const broken = function* () {
        yield* pagesUntil(9);
        throw new PlatformError('internal', 'No more.');
      };

      await expect(store.add(record, broken())).rejects.toMatchObject({ code: 'internal' });

      expect(await store.find(record.id)).toBeUndefined();
      expect(await store.listOf('p1', T0, 10)).toEqual([]);
      expect(await store.charactersOf('p1', T0)).toBe(0);
      expect(await store.purge(record.expiresAt + 1, 10)).toBeLessThanOrEqual(1);
      expect(await store.page(record.id, 1)).toBeUndefined();
    });

    given('an id that is there already is refused, and the first result stays as it was', async (store) => {
      const record = result();
      await store.add(record, ['v1.first']);

      await expect(store.add({ ...record, ownerId: 'p2' }, ['v1.other'])).rejects.toThrow();

      expect(await store.find(record.id)).toEqual(record);
      expect(await store.page(record.id, 1)).toBe('v1.first');
    });

    given('an owner sees their own results that expire later, newest first', async (store) => {
      const records = [
        result({ createdAt: T0 + 2 }),
        result({ createdAt: T0 + 3, expiresAt: T0 + 50 }),
        result({ createdAt: T0 + 1 }),
        result({ createdAt: T0 + 4, ownerId: 'p2' }),
      ];
      for (const record of records) await store.add(record, ['v1.page']);

      expect(await store.listOf('p1', T0 + 49, 10)).toEqual([records[1], records[0], records[2]]);
      expect(await store.listOf('p1', T0 + 50, 10)).toEqual([records[0], records[2]]);
      expect(await store.listOf('p1', T0, 1)).toEqual([records[1]]);
      expect(await store.listOf('p3', T0, 10)).toEqual([]);
    });

    given('characters are summed over the results of the owner that expire later', async (store) => {
      await store.add(result({ characters: 1 }), []);
      await store.add(result({ characters: 20, expiresAt: T0 + 50 }), []);
      await store.add(result({ characters: 300, ownerId: 'p2' }), []);

      expect(await store.charactersOf('p1', T0 + 49)).toBe(21);
      expect(await store.charactersOf('p1', T0 + 50)).toBe(1);
      expect(await store.charactersOf('p3', T0)).toBe(0);
    });

    given('results that expired before the instant go with their pages, others stay', async (store) => {
      const [gone, kept] = [result({ expiresAt: T0 + 9 }), result({ expiresAt: T0 + 10 })];
      for (const record of [gone, kept]) await store.add(record, ['v1.page']);

      expect(await store.purge(T0 + 10, 100)).toBe(1);

      expect(await store.find(gone.id)).toBeUndefined();
      expect(await store.page(gone.id, 1)).toBeUndefined();
      expect(await store.find(kept.id)).toEqual(kept);
      expect(await store.page(kept.id, 1)).toBe('v1.page');
    });

    given('at most as many go as were asked for', async (store) => {
      for (let each = 0; each < 3; each++) await store.add(result(), ['v1.page']);

      expect(await store.purge(T0 + 1000, 2)).toBe(2);
      expect(await store.purge(T0 + 1000, 2)).toBe(1);
      expect(await store.purge(T0 + 1000, 2)).toBe(0);
    });

    given('of 100 parallel results under one id one is added, with its own pages', async (store) => {
      const { id } = result();
      const records = Array.from({ length: 100 }, (_, index) => result({ id, rows: index }));

      const added = await Promise.allSettled(records.map((record) => store.add(record, [`v1.${record.rows}`])));

      expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const winner = records[added.findIndex(({ status }) => status === 'fulfilled')];
      expect(await store.find(id)).toEqual(winner);
      expect(await store.page(id, 1)).toBe(`v1.${winner?.rows}`);
    });
  });
}
