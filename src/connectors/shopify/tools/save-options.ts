import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import { type Plan, planOf } from '../options/plan.ts';
import { OPTIONS, OPTIONS_COST, Option, readOptions, ShopifyOptions, toOptions } from '../options/product-options.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { areAsAsked, optionsStateQuery } from '../read-backs/options.ts';

const PRODUCT = `{ product { ${OPTIONS} } userErrors { field message code } }`;
const Reply = z.object({ payload: z.object({ product: ShopifyOptions.nullable(), userErrors: UserErrors }) });

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
    const plan = planOf(input, before, current);
    const after = plan ? await carryOut(plan, id, input.createVariants, upstream) : current;
    return {
      options: toOptions(after),
      variantsBefore: before.variantsCount?.count,
      variantsNow: after.variantsCount?.count,
      changed: JSON.stringify(toOptions(after)) !== JSON.stringify(toOptions(before)),
    };
  },

  async readBack({ productId, ...wanted }, upstream: ShopifyUpstream, { write }) {
    const { product } = (await upstream.query(optionsStateQuery, { id: toGid('Product', productId) })).data;
    const holds = product !== null && areAsAsked(wanted, product);
    const isThere = product !== null;
    return stateFound({ what: 'The options of the product', holds, isThere, changedAt: product?.updatedAt }, write);
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

async function carryOut(plan: Plan, productId: string, makesVariants: boolean, upstream: ShopifyUpstream) {
  const { payload } = (await send(plan, productId, makesVariants, upstream)).data;
  refuseUserErrors(payload.userErrors);
  if (payload.product === null) throw unconfirmed();
  return payload.product;
}

function send(plan: Plan, productId: string, makesVariants: boolean, upstream: ShopifyUpstream) {
  switch (plan.kind) {
    case 'create': {
      const strategy = makesVariants ? 'CREATE' : 'LEAVE_AS_IS';
      return upstream.mutate(createOptionMutation, { productId, option: plan.option, strategy });
    }
    case 'update': {
      const { option, add, rename } = plan;
      const strategy = makesVariants ? 'MANAGE' : 'LEAVE_AS_IS';
      return upstream.mutate(updateOptionMutation, { productId, option, add, rename, strategy });
    }
    case 'reorder':
      return upstream.mutate(reorderOptionsMutation, { productId, options: plan.options });
  }
}
