import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { deleteCustomData } from './delete-custom-data.ts';
import { listCustomData } from './list-custom-data.ts';
import { saveCustomData } from './save-custom-data.ts';

const ownerId = 'gid://shopify/Product/8100000000010';

describe('custom data', () => {
  it('of a product is listed, set and read back', async () => {
    const shop = connectShop();
    const { metafields: before } = await shop.call(listCustomData, { ownerId });

    await shop.call(saveCustomData, {
      ownerId,
      fields: [
        { key: 'brewing_minutes', value: '9' },
        { key: 'origin', value: 'Assam', type: 'single_line_text_field' },
      ],
    });

    const { metafields: after } = await shop.call(listCustomData, { ownerId, namespace: 'custom' });
    expect(before?.map(({ key }) => key)).toEqual(['brewing_minutes', 'tasting_note']);
    expect(after?.map(({ key, value }) => [key, value])).toEqual([
      ['brewing_minutes', '9'],
      ['tasting_note', before?.[1]?.value],
      ['origin', 'Assam'],
    ]);
  });

  it('that has changed since it was read is not set', async () => {
    const shop = connectShop();
    const { metafields = [] } = await shop.call(listCustomData, { ownerId });
    const set = (value: string) =>
      shop.call(saveCustomData, {
        ownerId,
        fields: [{ key: 'brewing_minutes', value, compareDigest: metafields[0]?.compareDigest }],
      });
    await shop.clock.advance(1_000);
    await set('8');

    await expect(set('7')).rejects.toMatchObject({
      details: { issues: [{ path: 'metafields.0.compareDigest' }], sent: 'no' },
    });
  });

  it('of the wrong type is refused as a whole', async () => {
    const shop = connectShop();
    const fields = [
      { key: 'rank', value: '1', type: 'number_integer' },
      { key: 'brewing_minutes', value: 'long' },
    ];

    await expect(shop.call(saveCustomData, { ownerId, fields })).rejects.toMatchObject({
      details: { issues: [{ path: 'metafields.1.value' }] },
    });
    expect((await shop.call(listCustomData, { ownerId })).metafields).toHaveLength(2);
  });

  it('of the merchant’s own types is listed, made and changed', async () => {
    const shop = connectShop();
    const garden = { type: 'tea_garden', handle: 'nuwara-eliya' };

    const { types } = await shop.call(listCustomData, {});
    await shop.call(saveCustomData, {
      ...garden,
      fields: [
        { key: 'name', value: 'Nuwara Eliya' },
        { key: 'country', value: 'Sri Lanka' },
      ],
    });
    const { metaobject } = await shop.call(saveCustomData, {
      ...garden,
      fields: [{ key: 'altitude_metres', value: '1868' }],
    });
    const { metaobjects } = await shop.call(listCustomData, { type: 'tea_garden', text: 'nuwara' });

    expect(types?.map(({ type, count }) => [type, count])).toEqual([
      ['tea_garden', 3],
      ['faq', 1],
    ]);
    expect(metaobject?.displayName).toBe('Nuwara Eliya');
    expect(metaobjects).toEqual([metaobject]);
  });

  it('with a value of another type is refused, and stays as it was', async () => {
    const shop = connectShop();
    const fields = [{ key: 'altitude_metres', value: 'high up' }];

    await expect(shop.call(saveCustomData, { type: 'tea_garden', handle: 'makaibari', fields })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'metaobject.fields.0' }] },
    });
    expect((await shop.call(listCustomData, { type: 'tea_garden' })).metaobjects).toHaveLength(3);
  });

  it('is deleted field by field, and what was not there is told apart', async () => {
    const shop = connectShop();
    const fields = [{ key: 'tasting_note' }, { key: 'tasting_note', namespace: 'other' }];

    const first = await shop.call(deleteCustomData, { ownerId, fields });
    const again = await shop.call(deleteCustomData, { ownerId, fields });

    expect(first).toEqual({
      deleted: [{ namespace: 'custom', key: 'tasting_note' }],
      missing: [{ namespace: 'other', key: 'tasting_note' }],
    });
    expect([again.deleted, again.missing?.length]).toEqual([[], 2]);
    const { metafields } = await shop.call(listCustomData, { ownerId });
    expect(metafields?.map(({ key }) => key)).toEqual(['brewing_minutes']);
  });

  it('of the merchant’s own types is deleted, once', async () => {
    const shop = connectShop();
    const [garden] = (await shop.call(listCustomData, { type: 'tea_garden' })).metaobjects ?? [];
    const remove = () => shop.call(deleteCustomData, { metaobjectId: garden?.id });

    expect(await remove()).toEqual({ deletedId: garden?.id });
    expect((await shop.call(listCustomData, { type: 'tea_garden' })).metaobjects).toHaveLength(2);
    await expect(remove()).rejects.toMatchObject({ code: 'upstream_rejected', details: { issues: [{ path: 'id' }] } });
  });

  it('is not deleted without the right of its owner', async () => {
    const shop = connectShop({ scopes: ['read_products', 'write_metaobjects'] });

    await expect(shop.call(deleteCustomData, { ownerId, fields: [{ key: 'a' }] })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('write_products'),
    });
  });

  it.each([
    {},
    { ownerId },
    { ownerId, metaobjectId: '1', fields: [{ key: 'a' }] },
    { metaobjectId: '1', fields: [{ key: 'a' }] },
    { ownerId: 'gid://shopify/Order/1', fields: [{ key: 'a' }] },
    { ownerId, fields: [{ key: 'a"b' }] },
    { metaobjectId: 'gid://shopify/Metafield/1' },
  ])('is not deleted for %j', (input) => {
    expect(deleteCustomData.input.safeParse(input).success).toBe(false);
  });

  it('of a type or with a key that does not exist is refused in Shopify’s words', async () => {
    const shop = connectShop();
    const save = (type: string, key: string) =>
      shop.call(saveCustomData, { type, handle: 'x', fields: [{ key, value: '1' }] }).catch((error: unknown) => error);

    expect(await save('castle', 'name')).toMatchObject({ details: { issues: [{ path: 'handle.type' }] } });
    expect(await save('tea_garden', 'king')).toMatchObject({ details: { issues: [{ path: 'metaobject.fields.0' }] } });
  });

  it.each([
    { ownerId: 'gid://shopify/Customer/1', fields: [{ key: 'a', value: '1' }] },
    { ownerId: 'gid://shopify/Order/1', fields: [{ key: 'a', value: '1' }] },
    { ownerId, type: 'x', handle: 'y', fields: [{ key: 'a', value: '1' }] },
    { type: 'x', fields: [{ key: 'a', value: '1' }] },
    { type: 'x', handle: 'y', fields: [{ key: 'a', value: '1', namespace: 'b' }] },
    { ownerId, fields: [] },
    { ownerId, fields: [{ key: 'a b', value: '1' }] },
  ])('refuses %j', (input) => {
    expect(saveCustomData.input.safeParse(input).success).toBe(false);
  });

  it.each([{ ownerId, type: 'x' }, { namespace: 'x' }, { text: 'x' }])('is not listed for %j', (input) => {
    expect(listCustomData.input.safeParse(input).success).toBe(false);
  });
});
