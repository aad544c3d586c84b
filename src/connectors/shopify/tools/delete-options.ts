import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { quoted } from '../../../kernel/quoted.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import { goingWithOption, goingWithValues } from '../options/going.ts';
import {
  OPTION_VARIANTS_COST,
  OPTIONS,
  Option,
  type OptionVariant,
  optionsOf,
  readOptions,
  readVariants,
  ShopifyOptions,
  toOptions,
} from '../options/product-options.ts';
import { defineMutation } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

const Payload = z.object({ product: ShopifyOptions.nullable(), userErrors: UserErrors });

export const deleteOptionMutation = defineMutation(
  `mutation DeleteOption($productId: ID!, $option: ID!, $strategy: ProductOptionDeleteStrategy!) {
    payload: productOptionsDelete(productId: $productId, options: [$option], strategy: $strategy) {
      product { ${OPTIONS} }
      userErrors { field message code }
    }
  }`,
  z.object({ payload: Payload }),
);

export const deleteOptionValuesMutation = defineMutation(
  `mutation DeleteOptionValues(
    $productId: ID!
    $option: OptionUpdateInput!
    $values: [ID!]!
    $strategy: ProductOptionUpdateVariantStrategy!
  ) {
    payload: productOptionUpdate(
      productId: $productId
      option: $option
      optionValuesToDelete: $values
      variantStrategy: $strategy
    ) {
      product { ${OPTIONS} }
      userErrors { field message code }
    }
  }`,
  z.object({ payload: Payload }),
);

/** How many of the variants that go are named in a refusal. */
const NAMED_MAX = 20;

const DeleteOptionsInput = z.object({
  productId: idField('Product', 'Product id.'),
  option: lineField(255, 'Option, by its name.'),
  values: z.array(lineField(255)).min(1).max(100).optional().describe('Only these choices of it.'),
  deletesVariants: z.number().int().min(0).default(0).describe('How many variants go, as the first call told you.'),
});

/**
 * `shopify_delete_options`: takes an option, or choices of one, away for good, with the variants that hang on them; decision
 * 0057 says why the first call may be refused.
 */
export const deleteOptions = defineTool({
  name: 'shopify_delete_options',
  title: 'Delete an option of a product, or choices of it',
  description:
    'Deletes an option of a Shopify product, or choices of it, for good. Variants may go with it: then the first call is ' +
    'refused, names them and says how many; show them to the person, and call again with their number.',
  effect: 'destroy',
  feature: 'shopify-advanced',
  permission: 'shopify.records.delete',
  scopes: ['read_products', 'write_products'],
  input: DeleteOptionsInput,
  output: z.object({
    options: z.array(Option).describe('The options that are left.'),
    deletedVariants: z
      .array(
        z.object({ id: z.string().describe('Global id.'), title: z.string().describe('Its options in one line.') }),
      )
      .describe('The variants that went with it.'),
  }),
  cost: () => OPTION_VARIANTS_COST + 10 + 3,
  examples: [
    {
      title: 'A choice with its variant',
      input: { productId: '8100000000010', option: 'Size', values: ['250 g'], deletesVariants: 1 },
    },
    {
      title: 'An option: one variant of each is left',
      input: { productId: '8100000000010', option: 'Size', deletesVariants: 2 },
    },
  ],

  async run({ productId, option: name, values, deletesVariants }, upstream: ShopifyUpstream) {
    const id = toGid('Product', productId);
    const product = await readVariants(id, upstream);
    const option = optionsOf(product).find((candidate) => candidate.name === name);
    if (option === undefined) throw noSuch('option of this product');
    const going = values ? goingWithValues(product.variants, name, values) : goingWithOption(product.variants, name);
    if (going.length !== deletesVariants) throw unsaid(going);

    const { data } =
      values === undefined
        ? await upstream.mutate(deleteOptionMutation, {
            productId: id,
            option: option.id,
            strategy: going.length > 0 ? 'POSITION' : 'NON_DESTRUCTIVE',
          })
        : await upstream.mutate(deleteOptionValuesMutation, {
            productId: id,
            option: { id: option.id },
            values: values.map((value) => idOf(option.optionValues, value)),
            strategy: going.length > 0 ? 'MANAGE' : 'LEAVE_AS_IS',
          });
    const { product: left, userErrors } = data.payload;
    refuseUserErrors(userErrors);
    if (left === null) throw unconfirmed();
    return { options: toOptions(left), deletedVariants: going.map(({ id: gid, title }) => ({ id: gid, title })) };
  },

  async readBack({ productId, option: name, values }, upstream: ShopifyUpstream, { write }) {
    const product = await readOptions(toGid('Product', productId), upstream);
    const option = optionsOf(product).find((candidate) => candidate.name === name);
    const holds =
      option === undefined ||
      (values !== undefined && !option.optionValues.some((value) => values.includes(value.name)));
    return stateFound({ what: 'The option or its choices off the product', holds }, write);
  },
});

function idOf(known: readonly { readonly id: string; readonly name: string }[], value: string): string {
  const found = known.find(({ name }) => name === value);
  if (found === undefined) throw noSuch(`choice as ${quoted(value)}`);
  return found.id;
}

/** Tells which variants would go, before any does. */
function unsaid(going: readonly OptionVariant[]): PlatformError {
  const issues = going
    .slice(0, NAMED_MAX)
    .map(({ id, title }) => ({ path: 'deletesVariants', message: `${quoted(title)} (${id}) would be deleted.` }));
  const message =
    going.length === 0
      ? 'No variant goes with it: leave deletesVariants out.'
      : `It deletes ${going.length} variants with it. Give deletesVariants: ${going.length} if that is meant.`;
  const told = issues.length > 0 ? issues : [{ path: 'deletesVariants', message }];
  return new PlatformError('invalid_input', message, { issues: told, sent: 'no' });
}
