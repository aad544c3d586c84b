import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { createProduct } from './create-product.ts';
import { deleteOptions } from './delete-options.ts';
import { getProduct } from './get-product.ts';
import { saveOptions } from './save-options.ts';
import { saveVariants } from './save-variants.ts';

const EARL_GREY = '8100000000010';

type Shop = ReturnType<typeof connectShop>;

const titles = async (shop: Shop, id = EARL_GREY) =>
  (await shop.call(getProduct, { id })).variants.map(({ title }) => title);
const save = (shop: Shop, input: object) => shop.call(saveOptions, { productId: EARL_GREY, ...input });
const remove = (shop: Shop, input: object) => shop.call(deleteOptions, { productId: EARL_GREY, ...input });
const wordsOf = (options: readonly { name: string; values: readonly { name: string }[] }[]) =>
  options.map(({ name, values }) => [name, ...values.map((value) => value.name)]);

describe('saving options', () => {
  it('adds one, whose first choice the variants get, and makes the rest when asked', async () => {
    const shop = connectShop();

    const left = await save(shop, { option: 'Packaging', addValues: ['Bag', 'Tin'] });
    const made = await save(shop, { option: 'Grind', addValues: ['Leaf', 'Dust'], createVariants: true });

    expect(left).toMatchObject({ variantsBefore: 3, variantsNow: 3, changed: true });
    expect(left.options[1]?.values).toEqual([
      { name: 'Bag', hasVariants: true },
      { name: 'Tin', hasVariants: false },
    ]);
    expect(made).toMatchObject({ variantsBefore: 3, variantsNow: 6 });
    expect(await titles(shop)).toContain('100 g / Bag / Dust');
  });

  it('adds one to a product that had none', async () => {
    const shop = connectShop();
    const { product } = await shop.call(createProduct, { title: 'Tea egg', variants: [{ price: '4.00' }] });

    const { options } = await shop.call(saveOptions, {
      productId: product.id,
      option: 'Size',
      addValues: ['S', 'L'],
    });

    expect(wordsOf(options)).toEqual([['Size', 'S', 'L']]);
    expect(await titles(shop, product.id)).toEqual(['S']);
  });

  it('renames an option and its choices, and variants and ids stay', async () => {
    const shop = connectShop();
    const ids = async () => (await shop.call(getProduct, { id: EARL_GREY })).variants.map(({ id }) => id);
    const before = await ids();

    const change = { option: 'Size', newName: 'Weight', renameValues: [{ from: '50 g', to: '50 grams' }] };
    const first = await save(shop, change);
    const again = await save(shop, { option: 'Weight', newName: 'Weight' });

    expect(wordsOf(first.options)).toEqual([['Weight', '50 grams', '100 g', '250 g']]);
    expect(again.options[0]?.id).toBe(first.options[0]?.id);
    expect([first.changed, again.changed]).toEqual([true, false]);
    expect([await ids(), await titles(shop)]).toEqual([before, ['50 grams', '100 g', '250 g']]);
  });

  it('that are so already sends no change', async () => {
    const shop = connectShop();

    const { changed } = await save(shop, { option: 'Size', addValues: ['50 g'] });

    expect([changed, shop.sent.map(({ name }) => name)]).toEqual([false, ['ProductOptions']]);
  });

  it('puts choices and options in another order, and variants with them', async () => {
    const shop = connectShop();
    await save(shop, { option: 'Packaging', addValues: ['Bag', 'Tin'], createVariants: true });

    const choices = await save(shop, { option: 'Size', valueOrder: ['250 g', '50 g', '100 g'] });
    const options = await save(shop, { order: ['Packaging', 'Size'] });

    expect(wordsOf(choices.options)[0]).toEqual(['Size', '250 g', '50 g', '100 g']);
    expect(wordsOf(options.options).map(([name]) => name)).toEqual(['Packaging', 'Size']);
    expect((await titles(shop))[0]).toBe('Bag / 250 g');
    expect((await save(shop, { order: ['Packaging', 'Size'] })).changed).toBe(false);
  });

  it.each([
    ['a choice that is there', { option: 'Size', renameValues: [{ from: '50 g', to: '100 g' }] }],
    ['half of an order', { option: 'Size', valueOrder: ['50 g'] }],
  ])('of %s is refused by Shopify', async (_, input) => {
    await expect(save(connectShop(), input)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
  });

  it.each([
    { option: 'Colour', newName: 'Color' },
    { option: 'Colour', newName: 'Size' },
    { option: 'Size', renameValues: [{ from: 'huge', to: '50 g' }] },
    { option: 'Colour', valueOrder: ['50 g'] },
    { option: 'Size', renameValues: [{ from: 'huge', to: 'vast' }] },
  ])('of %j finds nothing to change, and sends nothing', async (input) => {
    const shop = connectShop();

    await expect(save(shop, input)).rejects.toMatchObject({ code: 'not_found', details: { sent: 'no' } });
    expect(shop.sent.map(({ name }) => name)).toEqual(['ProductOptions']);
  });

  it.each([
    {},
    { option: 'Size' },
    { option: 'Size', createVariants: true, newName: 'x' },
    { order: ['Size'], option: 'Size' },
    { valueOrder: ['50 g'] },
    { option: 'Size', valueOrder: ['a', 'a'] },
    { option: 'Size', addValues: [] },
    { option: 'a\nb', newName: 'x' },
    { order: ['a', 'b', 'c', 'd'] },
  ])('refuses %j', (input) => {
    expect(saveOptions.input.safeParse({ productId: EARL_GREY, ...input }).success).toBe(false);
  });
});

describe('deleting options', () => {
  it('says first which variants go, and deletes nothing until their number is given', async () => {
    const shop = connectShop();

    const refused = await remove(shop, { option: 'Size', values: ['250 g'] }).catch((error: unknown) => error);

    expect(refused).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('deletesVariants: 1'),
      details: {
        issues: [
          { path: 'deletesVariants', message: expect.stringContaining('gid://shopify/ProductVariant/8100000000030') },
        ],
        sent: 'no',
      },
    });
    expect(shop.sent.map(({ name }) => name)).toEqual(['OptionVariants']);
    const { options, deletedVariants } = await remove(shop, { option: 'Size', values: ['250 g'], deletesVariants: 1 });
    expect(deletedVariants).toEqual([{ id: 'gid://shopify/ProductVariant/8100000000030', title: '250 g' }]);
    expect(wordsOf(options)).toEqual([['Size', '50 g', '100 g']]);
    expect(await titles(shop)).toEqual(['50 g', '100 g']);
  });

  it('of which no variant goes asks for no number, and takes none', async () => {
    const shop = connectShop();
    await save(shop, { option: 'Size', addValues: ['1 kg'] });
    await save(shop, { option: 'Packaging', addValues: ['Bag', 'Tin'] });

    await expect(remove(shop, { option: 'Size', values: ['1 kg'], deletesVariants: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await remove(shop, { option: 'Size', values: ['1 kg'] });
    const { options, deletedVariants } = await remove(shop, { option: 'Packaging' });

    expect([wordsOf(options), deletedVariants]).toEqual([[['Size', '50 g', '100 g', '250 g']], []]);
    expect(await titles(shop)).toHaveLength(3);
  });

  it('leaves of variants that become alike the first, which are those that it named', async () => {
    const shop = connectShop();
    await save(shop, { option: 'Packaging', addValues: ['Bag', 'Tin'], createVariants: true });
    const before = (await shop.call(getProduct, { id: EARL_GREY })).variants;

    const { deletedVariants } = await remove(shop, { option: 'Size', deletesVariants: 4 });

    const left = (await shop.call(getProduct, { id: EARL_GREY })).variants.map(({ id }) => id);
    expect(deletedVariants).toHaveLength(4);
    expect([...left, ...deletedVariants.map(({ id }) => id)].toSorted()).toEqual(before.map(({ id }) => id).toSorted());
    expect(await titles(shop)).toEqual(['Bag', 'Tin']);
  });

  it('deletes nothing where a variant came since it was counted', async () => {
    const shop = connectShop();
    await save(shop, { option: 'Packaging', addValues: ['Bag', 'Tin'] });
    await shop.call(saveVariants, {
      productId: EARL_GREY,
      variants: [
        {
          options: [
            { name: 'Size', value: '50 g' },
            { name: 'Packaging', value: 'Tin' },
          ],
          price: '9.00',
        },
      ],
    });

    await expect(remove(shop, { option: 'Packaging' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await titles(shop)).toHaveLength(4);
  });

  /** Adds so many hundreds of variants, each with a choice of its own. */
  async function grow(shop: Shop, hundreds: number) {
    for (let hundred = 0; hundred < hundreds; hundred += 1) {
      const variants = Array.from({ length: 100 }, (_, index) => ({
        options: [{ name: 'Size', value: `${hundred * 100 + index} g and more` }],
      }));
      await shop.call(saveVariants, { productId: EARL_GREY, variants });
    }
  }

  it('sees the variants of every page', async () => {
    const shop = connectShop();
    await grow(shop, 6);
    const values = ['0 g and more', '299 g and more', '599 g and more'];

    const { deletedVariants } = await remove(shop, { option: 'Size', values, deletesVariants: 3 });

    expect(deletedVariants.map(({ title }) => title)).toEqual(values);
    expect(shop.sent.filter(({ name }) => name === 'OptionVariants')).toHaveLength(3);
  });

  it('of more variants than can be read is left to the admin', async () => {
    const shop = connectShop();
    await grow(shop, 8);

    await expect(remove(shop, { option: 'Size', deletesVariants: 802 })).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('750'),
      details: { sent: 'no' },
    });
  });

  it('of the last option leaves a plain product', async () => {
    const shop = connectShop();

    const { options, deletedVariants } = await remove(shop, { option: 'Size', deletesVariants: 2 });

    expect([deletedVariants.length, options]).toEqual([2, []]);
    expect((await shop.call(getProduct, { id: EARL_GREY })).product.options).toEqual([]);
  });

  it.each([{ option: 'Colour' }, { option: 'Size', values: ['huge'] }, { option: 'Size', productId: '404' }])(
    'of %j finds nothing',
    async (input) => {
      await expect(remove(connectShop(), input)).rejects.toMatchObject({ code: 'not_found', details: { sent: 'no' } });
    },
  );

  it.each([
    {},
    { option: 'Size', values: [] },
    { option: 'Size', deletesVariants: -1 },
    { productId: 'gid://shopify/Page/1', option: 'x' },
  ])('refuses %j', (input) => {
    expect(deleteOptions.input.safeParse({ productId: EARL_GREY, ...input }).success).toBe(false);
  });
});
