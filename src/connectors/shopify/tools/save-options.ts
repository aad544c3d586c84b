import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import {
  OPTIONS,
  OPTIONS_COST,
  Option,
  type ProductOptions,
  readOptions,
  ShopifyOptionsAfter,
  toOptions,
} from '../options/product-options.ts';
import { defineMutation } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

const PRODUCT = `{ product { ${OPTIONS} } userErrors { field message code } }`;
const Reply = z.object({ payload: z.object({ product: ShopifyOptionsAfter.nullable(), userErrors: UserErrors }) });

export const createOptionMutation = defineMutation(
  `mutation CreateOption($productId: ID!, $option: OptionCreateInput!, $strategy: ProductOptionCreateVariantStrategy!) {
    payload: productOptionsCreate(productId: $productId, options: [$option], variantStrategy: $strategy) ${PRODUCT}
  }`,
  Reply,
);

export const updateOptionMutation = defineMutation(
  `mutation UpdateOption(
    $productId: ID!
    $option: OptionUpdateInput!
    $add: [OptionValueCreateInput!]!
    $rename: [OptionValueUpdateInput!]!
    $strategy: ProductOptionUpdateVariantStrategy!
  ) {
    payload: productOptionUpdate(
      productId: $productId
      option: $option
      optionValuesToAdd: $add
      optionValuesToUpdate: $rename
      variantStrategy: $strategy
    ) ${PRODUCT}
  }`,
  Reply,
);

export const reorderOptionsMutation = defineMutation(
  `mutation ReorderOptions($productId: ID!, $options: [OptionReorderInput!]!) {
    payload: productOptionsReorder(productId: $productId, options: $options) ${PRODUCT}
  }`,
  Reply,
);

const names = (most: number, description: string) =>
  z
    .array(lineField(255))
    .min(1)
    .max(most)
    .refine((given) => new Set(given).size === given.length, 'Name each once.')
    .optional()
    .describe(description);

const SaveOptionsInput = z.object({
  productId: idField('Product', 'Product id.'),
  option: lineField(255, 'By its name: one that the product has is changed, another is added.').optional(),
  newName: lineField(255, 'New name of the option.').optional(),
  addValues: names(100, 'Choices to add; needed by a new option.'),
  renameValues: z
    .array(z.strictObject({ from: lineField(255, 'Now.'), to: lineField(255, 'Then.') }))
    .min(1)
    .max(100)
    .optional()
    .describe('Choices to rename; their variants stay.'),
  createVariants: z
    .boolean()
    .default(false)
    .describe('Makes the variants of added choices. A new option gives variants that are there its first choice.'),
  order: names(3, 'Alone: all options in their new order.'),
  valueOrder: names(250, 'Alone, with option: all its choices in their new order.'),
});

type Input = z.output<typeof SaveOptionsInput>;

/** `shopify_save_options`: adds an option to a product or changes one, or puts options in order; no variant is lost. */
export const saveOptions = defineTool({
  name: 'shopify_save_options',
  title: 'Add, rename or reorder options of a product',
  description:
    'Adds an option (like Size) to a Shopify product, renames it or its choices, adds choices, or sets their order. No ' +
    'variant is deleted. To delete: shopify_delete_options; a new variant by itself: shopify_save_variants.',
  effect: 'write',
  feature: 'shopify-advanced',
  permission: 'shopify.products.write',
  scopes: ['read_products', 'write_products'],
  // What is there already is left out, so a second attempt finds nothing to do.
  repeatable: true,
  input: SaveOptionsInput.superRefine(check),
  output: z.object({
    options: z.array(Option).describe('All options now.'),
    variantsBefore: z.number().int().optional().describe('How many variants there were.'),
    variantsNow: z.number().int().optional().describe('How many there are.'),
    changed: z.boolean().describe('False when all was so already.'),
  }),
  cost: () => OPTIONS_COST + 10 + 3,
  examples: [
    {
      title: 'A new option',
      input: { productId: '8100000000010', option: 'Packaging', addValues: ['Bag', 'Tin'], createVariants: true },
    },
    {
      title: 'Other names',
      input: {
        productId: '8100000000010',
        option: 'Size',
        newName: 'Weight',
        renameValues: [{ from: '50 g', to: '50 grams' }],
      },
    },
  ],

  async run(input, upstream: ShopifyUpstream, { atFirst }) {
    const id = toGid('Product', input.productId);
    const current = await readOptions(id, upstream);
    const before = await atFirst(async () => current);
    const send = stepFor(id, input, current, upstream);
    const after = (await send?.()) ?? current;
    return {
      options: toOptions(after),
      variantsBefore: before.variantsCount?.count,
      variantsNow: after.variantsCount?.count,
      changed: JSON.stringify(toOptions(after)) !== JSON.stringify(toOptions(before)),
    };
  },
});

function check(input: Input, context: z.RefinementCtx<Input>): void {
  const { option, newName, addValues, renameValues, createVariants, order, valueOrder } = input;
  const refuse = (path: keyof Input, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const changes = [newName, addValues, renameValues].filter((value) => value !== undefined).length;
  if (order && (option !== undefined || valueOrder || changes > 0)) refuse('order', 'Give the order of options alone.');
  if (valueOrder && (option === undefined || changes > 0))
    refuse('valueOrder', 'Give the order of choices with option alone.');
  if (!order && option === undefined) refuse('option', 'Name the option.');
  if (!order && !valueOrder && option !== undefined && changes === 0) refuse('option', 'Give something to change.');
  if (createVariants && !addValues) refuse('createVariants', 'Only added choices make variants.');
}

/** Gives what is to be sent; `undefined` where nothing is left to do. */
function stepFor(productId: string, input: Input, { options }: ProductOptions, upstream: ShopifyUpstream) {
  const { option: name = '', newName, addValues = [], renameValues = [], order, valueOrder } = input;
  const send = async (sent: ReturnType<typeof upstream.mutate<z.output<typeof Reply>>>) => {
    const { product, userErrors } = (await sent).data.payload;
    refuseUserErrors(userErrors);
    if (product === null) throw unconfirmed();
    return product;
  };
  if (order) {
    const wanted = order.map((wantedName) => ({ name: wantedName }));
    if (
      isSame(
        order,
        options.map((option) => option.name),
      )
    )
      return undefined;
    return () => send(upstream.mutate(reorderOptionsMutation, { productId, options: wanted }));
  }
  const known = options.find((option) => option.name === name) ?? options.find((option) => option.name === newName);
  if (known === undefined) {
    if (addValues.length === 0 || newName !== undefined) throw noSuch('option of this product');
    const option = { name, values: addValues.map((value) => ({ name: value })) };
    const strategy = input.createVariants ? 'CREATE' : 'LEAVE_AS_IS';
    return () => send(upstream.mutate(createOptionMutation, { productId, option, strategy }));
  }
  const has = (value: string) => known.optionValues.some((found) => found.name === value);
  if (valueOrder) {
    if (
      isSame(
        valueOrder,
        known.optionValues.map((value) => value.name),
      )
    )
      return undefined;
    const values = valueOrder.map((value) => ({ name: value }));
    const wanted = options.map((option) => (option === known ? { name: known.name, values } : { name: option.name }));
    return () => send(upstream.mutate(reorderOptionsMutation, { productId, options: wanted }));
  }
  const add = addValues.filter((value) => !has(value)).map((value) => ({ name: value }));
  const rename = renameValues
    .filter(({ from, to }) => has(from) || !has(to))
    .map(({ from, to }) => ({ id: idOf(known, from), name: to }));
  if (add.length === 0 && rename.length === 0 && (newName ?? known.name) === known.name) return undefined;
  const option = { id: known.id, name: newName };
  const strategy = input.createVariants ? 'MANAGE' : 'LEAVE_AS_IS';
  return () => send(upstream.mutate(updateOptionMutation, { productId, option, add, rename, strategy }));
}

function idOf({ optionValues }: ProductOptions['options'][number], value: string): string {
  const found = optionValues.find(({ name }) => name === value);
  if (found === undefined) throw noSuch('choice of this option');
  return found.id;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
