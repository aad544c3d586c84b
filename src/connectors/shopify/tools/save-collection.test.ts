import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { API_VERSIONS } from '../settings.ts';
import { deleteRecord } from './delete-record.ts';
import { listCollections } from './list-collections.ts';
import { saveCollection } from './save-collection.ts';
import { updateProduct } from './update-product.ts';

const EARL_GREY = '8100000000010';
const BLACK_TEA = '8100000000002';
const byTag = [{ field: 'tag', value: 'tea' }];

describe.each(API_VERSIONS)('a collection, saved with version %s', (apiVersion) => {
  const productsOf = async (shop: ReturnType<typeof connectShop>, id: string) =>
    (await shop.call(listCollections, { id, limit: 100 })).products?.map((product) => product.handle) ?? [];

  it('is made of products picked by hand, and others join it later', async () => {
    const shop = connectShop({ apiVersion });

    const { collection, stillSorting } = await shop.call(saveCollection, {
      title: 'New in',
      sortOrder: 'manual',
      productIds: [EARL_GREY],
    });
    await shop.call(updateProduct, { id: '8100000000016', joinCollections: [collection.id] });

    expect(collection).toMatchObject({ title: 'New in', handle: 'new-in', sortOrder: 'manual' });
    expect([stillSorting, await productsOf(shop, collection.id)]).toEqual([false, expect.any(Array)]);
    expect(await productsOf(shop, collection.id)).toHaveLength(2);
  });

  it('is smart by rules, of which all or any must be met', async () => {
    const shop = connectShop({ apiVersion });
    const rules = [...byTag, { field: 'title', relation: 'contains', value: 'earl grey' }];

    const both = await shop.call(saveCollection, { title: 'Earl Greys', rules });
    const either = await shop.call(saveCollection, { title: 'Teas and Earl Greys', rules, match: 'any' });

    const [few, many] = [await productsOf(shop, both.collection.id), await productsOf(shop, either.collection.id)];
    expect(both.stillSorting).toBe(true);
    expect(few).toContain('earl-grey-cream');
    expect(few.every((handle) => handle.includes('earl-grey'))).toBe(true);
    expect(many.length).toBeGreaterThan(few.length);
  });

  it('compares prices in the shop’s currency, and texts as asked', async () => {
    const shop = connectShop({ apiVersion });
    const save = async (rule: object) => {
      const { collection } = await shop.call(saveCollection, { title: 'One', rules: [rule] });
      return (await productsOf(shop, collection.id)).length;
    };

    const all = await save({ field: 'price', relation: 'greater_than', value: '0' });
    const cheap = await save({ field: 'price', relation: 'less_than', value: '9.50' });
    const potters = await save({ field: 'vendor', relation: 'starts_with', value: 'brannock' });
    const others = await save({ field: 'vendor', relation: 'not_contains', value: 'brannock' });

    expect(cheap).toBeGreaterThan(0);
    expect(cheap).toBeLessThan(all);
    expect(potters).toBeGreaterThan(0);
    expect(others).toBeGreaterThan(potters);
  });

  it('is changed in what is named; new rules take the place of all its rules', async () => {
    const shop = connectShop({ apiVersion });
    const before = await productsOf(shop, BLACK_TEA);

    const renamed = await shop.call(saveCollection, { id: BLACK_TEA, title: 'Black teas', seoTitle: '' });
    expect(await productsOf(shop, BLACK_TEA)).toEqual(before);
    const moved = await shop.call(saveCollection, {
      id: BLACK_TEA,
      rules: [{ field: 'type', value: 'Green Tea' }],
    });

    expect(renamed).toMatchObject({ collection: { title: 'Black teas', handle: 'black-tea' }, stillSorting: false });
    expect(moved.stillSorting).toBe(true);
    const after = await productsOf(shop, BLACK_TEA);
    expect(after.filter((handle) => before.includes(handle))).toEqual([]);
    expect(after.length).toBeGreaterThan(0);
  });

  it('costs what the tool says', async () => {
    const shop = connectShop({ apiVersion });
    const inputs = [
      { title: 'A', rules: [{ field: 'price', value: '5' }] },
      { id: BLACK_TEA, rules: [{ field: 'price', value: '5' }] },
      { id: BLACK_TEA, title: 'B' },
    ];

    for (const input of inputs) {
      const before = shop.sent.length;
      await shop.call(saveCollection, input);
      const spent = shop.sent.slice(before).reduce((sum, { requestedCost }) => sum + requestedCost, 0);
      expect(saveCollection.cost?.(saveCollection.input.parse(input))).toBeGreaterThanOrEqual(spent);
    }
  });

  it('that is not there, or has the handle of another, is refused in Shopify’s words', async () => {
    const shop = connectShop({ apiVersion });

    await expect(shop.call(saveCollection, { id: '1', title: 'x' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
    await expect(shop.call(saveCollection, { title: 'x', handle: 'all-teas' })).rejects.toMatchObject({
      message: expect.stringContaining('Handle has already been taken'),
    });
  });

  it('is in doubt when the reply to its making is lost', async () => {
    const faults = new FaultSwitch();
    const shop = connectShop({ apiVersion, faults });
    faults.add([{ what: { kind: 'reset' }, isAfter: true, times: 1 }]);

    await expect(shop.call(saveCollection, { title: 'Doubtful' })).rejects.toMatchObject({
      details: { sent: 'unknown' },
    });
  });

  it('is deleted, and its products stay', async () => {
    const shop = connectShop({ apiVersion });
    const [product] = await productsOf(shop, BLACK_TEA);

    await shop.call(deleteRecord, { kind: 'collection', id: BLACK_TEA });

    await expect(shop.call(listCollections, { id: BLACK_TEA })).rejects.toMatchObject({ code: 'not_found' });
    expect(await productsOf(shop, '8100000000001')).toContain(product);
  });
});

describe('rules of a collection', () => {
  it('are left to people where several sources feed it', async () => {
    const { ShopifyUpstream } = await import('../protocol/upstream.ts');
    const sources = [{ id: 'gid://shopify/A/1', inclusion: { conditions: [] } }, { id: 'gid://shopify/B/2' }];
    const channel = { send: async () => ({ data: { collectionByIdentifier: { sources } }, denied: [] }) };
    const target = { origin: 'https://acme.myshopify.com', hosts: [], facts: { apiVersion: '2026-10' } };
    const context = {
      signal: AbortSignal.any([]),
      now: () => 0,
      atFirst: <T>(read: () => Promise<T>) => read(),
      answerWith() {},
    };
    const input = saveCollection.input.parse({ id: '1', rules: byTag });

    await expect(
      saveCollection.run(input, new ShopifyUpstream(channel, target as never), context),
    ).rejects.toMatchObject({ code: 'upstream_rejected', details: { sent: 'no' } });
  });

  it('cannot be given to one that was picked by hand, before 2026-07', async () => {
    const shop = connectShop({ apiVersion: '2026-04' });

    await expect(shop.call(saveCollection, { id: '8100000000006', rules: byTag })).rejects.toMatchObject({
      code: 'upstream_rejected',
    });
  });

  it.each([
    {},
    { title: ' ' },
    { id: '8100000000002' },
    { id: '8100000000002', match: 'any' },
    { title: 'x', match: 'any' },
    { title: 'x', rules: [] },
    { title: 'x', rules: [{ field: 'colour', value: 'red' }] },
    { title: 'x', rules: [{ field: 'tag', relation: 'contains', value: 'red' }] },
    { title: 'x', rules: [{ field: 'price', value: '5 EUR' }] },
    { title: 'x', rules: [{ field: 'title', relation: 'less_than', value: 'a' }] },
    { title: 'x', rules: [{ field: 'tag', value: 'a\r\nb' }] },
    { title: 'x', rules: byTag, productIds: ['1'] },
    { id: '8100000000002', productIds: ['1'] },
    { id: 'gid://shopify/Product/1', title: 'x' },
    { title: 'x', handle: 'a\nb' },
  ])('and the rest are refused before Shopify is asked: %j', (input) => {
    expect(saveCollection.input.safeParse(input).success).toBe(false);
  });
});
