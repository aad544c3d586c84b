import type { Product, Variant } from '../../../../emulation/world/records.ts';
import { idOfType } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import type { UserError } from '../user-error.ts';
import { productView, variantView } from '../views/product-view.ts';

/** A variant as `productSet` and the bulk mutations take it. */
export interface VariantInput {
  readonly id?: string | null;
  readonly optionValues?: readonly { readonly optionName?: string | null; readonly name?: string | null }[] | null;
  readonly price?: string | null;
  readonly compareAtPrice?: string | null;
  readonly sku?: string | null;
  readonly barcode?: string | null;
  readonly inventoryItem?: { readonly sku?: string | null; readonly tracked?: boolean | null } | null;
}

interface Change {
  readonly productId: string;
  readonly variants: readonly VariantInput[];
}

/** Changes variants of one product, all or none. */
export function updateVariants(state: ShopState, { productId, variants }: Change, nowMs: number) {
  const product = state.products.get(idOfType('Product', productId));
  if (!product) return refused([noProduct]);
  const errors = variants.flatMap((input, index): UserError[] => {
    const place = ['variants', String(index)];
    if (input.id == null) {
      return [
        {
          field: [...place, 'id'],
          message: 'Product variant is missing ID attribute',
          code: 'PRODUCT_VARIANT_ID_MISSING',
        },
      ];
    }
    if (!product.variants.some(({ id }) => id === idOfType('ProductVariant', input.id!))) {
      return [
        { field: [...place, 'id'], message: 'Product variant does not exist', code: 'PRODUCT_VARIANT_DOES_NOT_EXIST' },
      ];
    }
    return variantFaults(input).map(({ field, message }) => ({
      field: [...place, field],
      message,
      code: 'GREATER_THAN_OR_EQUAL_TO',
    }));
  });
  if (errors.length > 0) return refused(errors);
  const changed = product.variants.map((variant) => {
    const input = variants.find(({ id }) => idOfType('ProductVariant', id ?? '') === variant.id);
    return input ? merged(variant, input) : variant;
  });
  const ids = variants.map(({ id }) => idOfType('ProductVariant', id!)!);
  return put(state, { ...product, variants: changed, updatedAtMs: nowMs }, ids);
}

/** Adds variants to one product, all or none. */
export function createVariants(state: ShopState, { productId, variants }: Change, nowMs: number) {
  const product = state.products.get(idOfType('Product', productId));
  if (!product) return refused([noProduct]);
  const taken = new Set(product.variants.map(({ optionValues }) => JSON.stringify(optionValues)));
  const errors = variants.flatMap((input, index): UserError[] => {
    const place = ['variants', String(index)];
    const values = valuesOf(product.optionNames, input);
    if (product.optionNames.length === 0 || values.some((value) => value === undefined)) {
      const message = 'You need to add option values for all options of the product';
      return [{ field: place, message, code: 'NEED_TO_ADD_OPTION_VALUES' }];
    }
    const key = JSON.stringify(values);
    if (taken.has(key)) {
      const message = `The variant '${values.join(' / ')}' already exists. Please change at least one option value.`;
      return [{ field: place, message, code: 'VARIANT_ALREADY_EXISTS' }];
    }
    taken.add(key);
    return variantFaults(input).map(({ field, message }) => ({
      field: [...place, field],
      message,
      code: 'GREATER_THAN_OR_EQUAL_TO',
    }));
  });
  if (errors.length > 0) return refused(errors);
  const added = variants.map((input) => variantOf(state, product.id, product.optionNames, input));
  const all = [...product.variants, ...added];
  return put(
    state,
    { ...product, variants: all, updatedAtMs: nowMs },
    added.map(({ id }) => id),
  );
}

/** Takes variants away from one product, all or none; the last one stays. */
export function deleteVariants(
  state: ShopState,
  { productId, variantsIds }: { readonly productId: string; readonly variantsIds: readonly string[] },
  nowMs: number,
) {
  const product = state.products.get(idOfType('Product', productId));
  if (!product) return { product: null, userErrors: [noProduct] };
  const ids = variantsIds.map((gid) => idOfType('ProductVariant', gid));
  const isStrange = (id: number | undefined) => !product.variants.some((variant) => variant.id === id);
  const strange = ids.findIndex(isStrange);
  if (strange >= 0) {
    const message = 'At least one variant does not belong to the product';
    const code = 'AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT';
    return { product: null, userErrors: [{ field: ['variantsIds', String(strange)], message, code }] };
  }
  const rest = product.variants.filter(({ id }) => !ids.includes(id));
  if (rest.length === 0) {
    const message = 'Cannot delete the last variant of a product';
    return { product: null, userErrors: [{ field: ['variantsIds'], message, code: 'CANNOT_DELETE_LAST_VARIANT' }] };
  }
  const changed = { ...product, variants: rest, updatedAtMs: nowMs };
  state.putProduct(changed);
  return { product: productView(state, changed), userErrors: [] };
}

/** Gives what is wrong with the figures of a variant. */
export function variantFaults({ price, compareAtPrice }: VariantInput): { field: string; message: string }[] {
  const isNegative = (amount: string | null | undefined) => amount != null && Number(amount) < 0;
  return [
    ...(isNegative(price) ? [{ field: 'price', message: 'Price must be greater than or equal to 0' }] : []),
    ...(isNegative(compareAtPrice)
      ? [{ field: 'compareAtPrice', message: 'Compare at price must be greater than or equal to 0' }]
      : []),
  ];
}

/** Makes a new variant of an input. */
export function variantOf(
  state: ShopState,
  productId: number,
  optionNames: readonly string[],
  input: VariantInput,
): Variant {
  const values = valuesOf(optionNames, input).map((value) => value ?? '');
  const blank: Variant = {
    id: state.variants.nextId(),
    productId,
    title: values.join(' / ') || 'Default Title',
    optionValues: values,
    sku: '',
    barcode: undefined,
    price: '0.00',
    compareAtPrice: undefined,
    unitCost: '0.00',
    weightGrams: 0,
    isTracked: false,
    originCountry: 'IE',
  };
  return merged(blank, input);
}

const noProduct: UserError = {
  field: ['productId'],
  message: 'Product does not exist',
  code: 'PRODUCT_DOES_NOT_EXIST',
};

function valuesOf(optionNames: readonly string[], { optionValues }: VariantInput): (string | undefined)[] {
  return optionNames.map((name) => optionValues?.find(({ optionName }) => optionName === name)?.name ?? undefined);
}

/** A field that is absent stays; a former price or barcode that is null is taken away. */
function merged(variant: Variant, input: VariantInput): Variant {
  return {
    ...variant,
    price: input.price == null ? variant.price : Number(input.price).toFixed(2),
    compareAtPrice: 'compareAtPrice' in input ? (input.compareAtPrice ?? undefined) : variant.compareAtPrice,
    barcode: 'barcode' in input ? (input.barcode ?? undefined) : variant.barcode,
    sku: input.sku ?? input.inventoryItem?.sku ?? variant.sku,
    isTracked: input.inventoryItem?.tracked ?? variant.isTracked,
  };
}

function refused(userErrors: readonly UserError[]) {
  return { product: null, productVariants: null, userErrors };
}

function put(state: ShopState, product: Product, ids: readonly number[]) {
  state.putProduct(product);
  const productVariants = ids.map((id) => variantView(state, state.variants.get(id)!));
  return { product: productView(state, product), productVariants, userErrors: [] };
}
