import type { Product, Variant } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { type Changed, copyOf, nextOptionId, optionsOf, putOptions, type ShopOption } from '../product-options.ts';
import type { ShopState } from '../shop-state.ts';
import { productView } from '../views/product-view.ts';
import type { Area } from './area.ts';
import { updateOption } from './option-update.ts';

interface NewOption {
  readonly name?: string | null;
  readonly values?: readonly { readonly name?: string | null }[] | null;
}

interface Place {
  readonly id?: string | null;
  readonly name?: string | null;
}

/** The most options that a product has. */
const optionsMax = 3;

/** The options of products: what variants differ by. */
export function productOptionArea(state: ShopState): Area {
  const on =
    <Args extends { productId: string }>(change: (product: Product, args: Args, nowMs: number) => Changed) =>
    (args: Args, { nowMs }: Exchange) => {
      const product = state.products.get(idOfType('Product', args.productId));
      if (!product) return refusal(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST');
      const changed = change(product, args, nowMs);
      if ('refused' in changed) return refusal(...changed.refused);
      const { options, variants, ...rest } = changed;
      const saved = putOptions(state, product, options, variants, nowMs);
      return { ...rest, product: productView(state, saved), userErrors: [] };
    };
  return {
    mutations: {
      productOptionsCreate: on(
        (product, args: { productId: string; options: readonly NewOption[]; variantStrategy?: string | null }) =>
          create(state, product, args.options, args.variantStrategy === 'CREATE'),
      ),
      productOptionUpdate: on((product, args: Parameters<typeof updateOption>[2] & { productId: string }) =>
        updateOption(state, product, args),
      ),
      productOptionsDelete: on(
        (product, args: { productId: string; options: readonly string[]; strategy?: string | null }) =>
          remove(state, product, args.options, args.strategy ?? 'DEFAULT'),
      ),
      productOptionsReorder: on(
        (product, args: { productId: string; options: readonly (Place & { values?: readonly Place[] | null })[] }) =>
          reorder(state, product, args.options),
      ),
    },
  };
}

function refusal(field: readonly string[], message: string, code: string) {
  return { product: null, deletedOptionsIds: null, userErrors: [{ field, message, code }] };
}

/** Variants that are there get the first value of each new option; CREATE makes one more of each for every further value. */
function create(state: ShopState, product: Product, given: readonly NewOption[], makesVariants: boolean): Changed {
  const isPlain = product.optionNames.length === 0;
  const options = isPlain ? [] : [...optionsOf(state, product)];
  let variants = isPlain
    ? product.variants.map((variant) => ({ ...variant, optionValues: [] }))
    : [...product.variants];
  if (options.length + given.length > optionsMax) {
    return { refused: [['options'], 'Can only specify a maximum of 3 options', 'OPTIONS_OVER_LIMIT'] };
  }
  for (const [index, { name, values }] of given.entries()) {
    const at = ['options', String(index)];
    const names = (values ?? []).map((value) => value.name?.trim() ?? '');
    if (!name?.trim()) return { refused: [[...at, 'name'], 'Each option must have a name', 'OPTION_NAME_MISSING'] };
    if (options.some((option) => option.name === name)) {
      return { refused: [at, `Option '${name}' already exists.`, 'OPTION_ALREADY_EXISTS'] };
    }
    if (names.length === 0) {
      return {
        refused: [[...at, 'values'], 'Each option must have at least one option value', 'OPTION_VALUES_MISSING'],
      };
    }
    if (new Set(names).size < names.length) {
      return { refused: [[...at, 'values'], 'Duplicated option value', 'DUPLICATED_OPTION_VALUE'] };
    }
    const id = nextOptionId(product, options);
    options.push({ id, name, values: names.map((value, place) => ({ id: id * 100 + place, name: value })) });
    const first = variants.map((variant) => ({ ...variant, optionValues: [...variant.optionValues, names[0]!] }));
    const more = makesVariants ? names.slice(1) : [];
    variants = [
      ...first,
      ...more.flatMap((value) => variants.map((variant) => copyOf(state, variant, [...variant.optionValues, value]))),
    ];
  }
  return { options, variants };
}

function remove(state: ShopState, product: Product, gids: readonly string[], strategy: string): Changed {
  const options = optionsOf(state, product);
  const gone = gids.map((gid) => options.findIndex(({ id }) => id === idOfType('ProductOption', gid)));
  const strange = gone.indexOf(-1);
  if (strange >= 0 || product.optionNames.length === 0) {
    return { refused: [['options', String(Math.max(0, strange))], 'Option does not exist', 'OPTION_DOES_NOT_EXIST'] };
  }
  if (strategy === 'DEFAULT' && gone.some((index) => options[index]!.values.length > 1)) {
    const message = "Can't delete option with multiple values";
    return { refused: [['options'], message, 'CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES'] };
  }
  const shorter = product.variants.map((variant) => ({
    ...variant,
    optionValues: variant.optionValues.filter((_, index) => !gone.includes(index)),
  }));
  const variants = withoutTwins(shorter);
  if (strategy === 'NON_DESTRUCTIVE' && variants.length < shorter.length) {
    const message = 'Cannot delete options without deleting variants';
    return { refused: [['options'], message, 'CANNOT_USE_NON_DESTRUCTIVE_STRATEGY'] };
  }
  const deletedOptionsIds = gone.map((index) => toGid('ProductOption', options[index]!.id));
  return { options: options.filter((_, index) => !gone.includes(index)), variants, deletedOptionsIds };
}

/** Of variants with the same values the first stays. */
function withoutTwins(variants: readonly Variant[]): Variant[] {
  const firsts = new Map<string, Variant>();
  for (const variant of variants) {
    const key = JSON.stringify(variant.optionValues);
    if (!firsts.has(key)) firsts.set(key, variant);
  }
  return [...firsts.values()];
}

/** All options must be named, and all values of those whose values are. */
function reorder(
  state: ShopState,
  product: Product,
  wanted: readonly (Place & { readonly values?: readonly Place[] | null })[],
): Changed {
  const options = optionsOf(state, product);
  const order: number[] = [];
  const sorted: ShopOption[] = [];
  for (const [index, { values, ...place }] of wanted.entries()) {
    const at = ['options', String(index)];
    const from = options.findIndex((option) => isAt('ProductOption', option, place));
    if (from < 0) return { refused: [at, 'Option does not exist', 'OPTION_NAME_DOES_NOT_EXIST'] };
    if (order.includes(from)) return { refused: [at, 'Duplicated option name', 'DUPLICATED_OPTION_NAME'] };
    const option = options[from]!;
    const inOrder = (values ?? option.values.map(({ name }) => ({ name }))).map((value) =>
      option.values.find((known) => isAt('ProductOptionValue', known, value)),
    );
    const known = inOrder.filter((value) => value !== undefined);
    if (known.length < inOrder.length) {
      return { refused: [[...at, 'values'], 'Option value does not exist', 'OPTION_VALUE_DOES_NOT_EXIST'] };
    }
    if (new Set(known).size < option.values.length) {
      return { refused: [[...at, 'values'], 'Missing option value', 'MISSING_OPTION_VALUE'] };
    }
    order.push(from);
    sorted.push({ ...option, values: known });
  }
  if (order.length < options.length) return { refused: [['options'], 'Missing option name', 'MISSING_OPTION_NAME'] };
  const variants = product.variants.map((variant) => ({
    ...variant,
    optionValues: order.map((from) => variant.optionValues[from]!),
  }));
  return { options: sorted, variants: variants.toSorted(byValues(sorted)) };
}

function isAt(type: string, known: { readonly id: number; readonly name: string }, { id, name }: Place): boolean {
  return id == null ? known.name === name : known.id === idOfType(type, id);
}

function byValues(options: readonly ShopOption[]): (a: Variant, b: Variant) => number {
  const rank = ({ optionValues }: Variant, index: number) =>
    options[index]!.values.findIndex(({ name }) => name === optionValues[index]);
  return (a, b) => options.reduce((found, _, index) => found || rank(a, index) - rank(b, index), 0);
}
