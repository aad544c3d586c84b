import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { sourcesOf } from '../collections/read-sources.ts';
import { API_VERSIONS } from '../settings.ts';
import { listCollections } from './list-collections.ts';
import { saveCollection } from './save-collection.ts';

describe('listing collections', () => {
  it('goes through all of them by title, and obeys its filters', async () => {
    const shop = connectShop();
    const first = await shop.call(listCollections, { limit: 4 });
    const rest = await shop.call(listCollections, { limit: 4, cursor: first.nextCursor });

    const titles = [...first.collections, ...rest.collections].map(({ title }) => title);
    expect(titles).toEqual(titles.toSorted());
    expect([titles.length, rest.nextCursor]).toEqual([7, undefined]);
    const custom = await shop.call(listCollections, { type: 'custom', text: 'staff' });
    expect(custom.collections.map(({ handle }) => handle)).toEqual(['staff-favourites']);
  });

  it('gives one by id or handle, with its products page by page', async () => {
    const shop = connectShop();

    const one = await shop.call(listCollections, { handle: 'all-teas', limit: 50 });
    const more = await shop.call(listCollections, { id: one.collections[0]?.id, limit: 50, cursor: one.nextCursor });

    expect([...(one.products ?? []), ...(more.products ?? [])]).toHaveLength(one.collections[0]?.productsCount ?? 0);
    expect(more.nextCursor).toBeUndefined();
  });

  it.each(API_VERSIONS)(
    'tells the rules by which one is smart, in the same words with version %s',
    async (apiVersion) => {
      const shop = connectShop({ apiVersion });
      const rules = [
        { field: 'tag', relation: 'equals', value: 'tea' },
        { field: 'title', relation: 'not_contains', value: 'mug' },
        { field: 'price', relation: 'less_than', value: '20' },
      ];
      const { collection } = await shop.call(saveCollection, { title: 'Cheap teas', match: 'any', rules });

      const { collections } = await shop.call(listCollections, { limit: 100 });

      const [saved] = (await shop.call(listCollections, { id: collection.id })).collections;
      expect(collections).toContainEqual(saved);
      expect(saved?.sources).toMatchObject([
        {
          match: 'any',
          rules: rules.map(({ value, ...rule }) => ({ ...rule, values: [expect.stringContaining(value)] })),
        },
      ]);
      expect(collections.find(({ handle }) => handle === 'staff-favourites')?.sources).toEqual([]);
    },
  );

  it('names conditions that it cannot read, and says which of several values must fit', () => {
    const tags = { tag: 'NOT_TAGGED_WITH', matchType: 'ALL', values: ['sale', 'tea'] };
    const type = 'CollectionSourceInclusionCondition';

    const [source] = sourcesOf({
      sources: [
        {
          title: 'Ours',
          inclusion: {
            matchType: 'ALL',
            conditions: [{ __typename: `${type}ProductTag`, ...tags }, { __typename: `${type}VariantInventory` }],
          },
        },
      ],
    });

    expect(source?.rules).toEqual([
      { field: 'tag', relation: 'not_equals', values: ['sale', 'tea'], valuesMatch: 'all' },
      { field: 'variant_inventory' },
    ]);
  });

  it('says that one is not there', async () => {
    await expect(connectShop().call(listCollections, { handle: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([{ id: '1', handle: 'x' }, { id: '1', text: 'x' }, { type: 'both' }, { limit: 0 }, { cursor: 'x"y' }])(
    'refuses %j',
    (input) => {
      expect(listCollections.input.safeParse(input).success).toBe(false);
    },
  );
});
