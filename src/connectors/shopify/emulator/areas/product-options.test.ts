import { describe, expect, it } from 'vitest';
import { openTestShop, type TestShop } from '../../../../../test/support/shopify-shop.ts';

const productId = 'gid://shopify/Product/8100000000010';
const SIZE = 'gid://shopify/ProductOption/8100000000100';
const PRODUCT = `product { options { id name values optionValues { id name } } variants(first: 50) { nodes { title price } } }
  userErrors { field message code }`;

const change = async (shop: TestShop, call: string) =>
  Object.values((await shop.ask(`mutation { ${call} { ${PRODUCT} } }`)).data)[0] as {
    product: {
      options: { id: string; name: string; values: string[]; optionValues: { id: string; name: string }[] }[];
      variants: { nodes: { title: string; price: string }[] };
    } | null;
    userErrors: { code: string }[];
  };
const codesOf = async (shop: TestShop, call: string) => (await change(shop, call)).userErrors.map(({ code }) => code);

describe('options of products', () => {
  it('keep their ids when they are renamed and moved', async () => {
    const shop = openTestShop();
    await change(
      shop,
      `productOptionsCreate(productId: "${productId}", options: [{ name: "Bag", values: [{ name: "Small" }] }])`,
    );

    await change(shop, `productOptionUpdate(productId: "${productId}", option: { id: "${SIZE}", name: "Weight" })`);
    const { product } = await change(
      shop,
      `productOptionsReorder(productId: "${productId}", options: [{ name: "Bag" }, { name: "Weight" }])`,
    );

    expect(product?.options.map(({ id, name }) => [id === SIZE, name])).toEqual([
      [false, 'Bag'],
      [true, 'Weight'],
    ]);
    expect(product?.variants.nodes[0]?.title).toBe('Small / 50 g');
  });

  it('are made with the variants that were asked for, which cost what those before do', async () => {
    const shop = openTestShop();
    const options = '[{ name: "Bag", values: [{ name: "Small" }, { name: "Big" }] }]';

    const { product } = await change(
      shop,
      `productOptionsCreate(productId: "${productId}", options: ${options}, variantStrategy: CREATE)`,
    );

    const nodes = product?.variants.nodes ?? [];
    expect(nodes).toHaveLength(6);
    expect(nodes[0]?.price).toBe(nodes.find(({ title }) => title === '50 g / Big')?.price);
  });

  it('are left as they are where variants would go unasked', async () => {
    const shop = openTestShop();
    const [value] = (await change(shop, `productOptionUpdate(productId: "${productId}", option: { id: "${SIZE}" })`))
      .product!.options[0]!.optionValues;
    const update = (strategy: string) =>
      `productOptionUpdate(productId: "${productId}", option: { id: "${SIZE}" }, optionValuesToDelete: ["${value?.id}"], variantStrategy: ${strategy})`;
    const remove = (strategy: string) =>
      `productOptionsDelete(productId: "${productId}", options: ["${SIZE}"], strategy: ${strategy})`;

    expect(await codesOf(shop, update('LEAVE_AS_IS'))).toEqual(['OPTION_VALUE_HAS_VARIANTS']);
    expect(await codesOf(shop, remove('DEFAULT'))).toEqual(['CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES']);
    expect(await codesOf(shop, remove('NON_DESTRUCTIVE'))).toEqual(['CANNOT_USE_NON_DESTRUCTIVE_STRATEGY']);
    expect((await change(shop, update('MANAGE'))).product?.variants.nodes.map(({ title }) => title)).toEqual([
      '100 g',
      '250 g',
    ]);
  });

  it.each([
    [
      'a fourth',
      'productOptionsCreate(productId: "P", options: [{ name: "A", values: [{ name: "1" }] }, { name: "B", values: [{ name: "1" }] }, { name: "C", values: [{ name: "1" }] }])',
      'OPTIONS_OVER_LIMIT',
    ],
    [
      'one that is there',
      'productOptionsCreate(productId: "P", options: [{ name: "Size", values: [{ name: "1" }] }])',
      'OPTION_ALREADY_EXISTS',
    ],
    [
      'one without values',
      'productOptionsCreate(productId: "P", options: [{ name: "A", values: [] }])',
      'OPTION_VALUES_MISSING',
    ],
    [
      'half of an order',
      'productOptionsReorder(productId: "P", options: [{ name: "Size", values: [{ name: "50 g" }] }])',
      'MISSING_OPTION_VALUE',
    ],
    [
      'another product',
      'productOptionsReorder(productId: "gid://shopify/Product/1", options: [])',
      'PRODUCT_DOES_NOT_EXIST',
    ],
  ])('of %s are refused', async (_, call, code) => {
    expect(await codesOf(openTestShop(), call.replace('"P"', `"${productId}"`))).toEqual([code]);
  });
});
