import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { listCollections } from './list-collections.ts';

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
