import type { Product } from '../../../../emulation/world/records.ts';
import type { ShopState } from '../shop-state.ts';
import { mergeTags } from '../tag-list.ts';
import type { UserError } from '../user-error.ts';
import { productView } from '../views/product-view.ts';
import type { ProductInput } from './product-update.ts';
import { type VariantInput, variantFaults, variantOf } from './variant-changes.ts';

interface ProductSetInput extends Omit<ProductInput, 'id'> {
  readonly productOptions?:
    | readonly { readonly name?: string | null; readonly values?: readonly unknown[] | null }[]
    | null;
  readonly variants?: readonly VariantInput[] | null;
}

/** Makes a new product with its options and variants, or says in user errors why not; this shop knows no other use of `productSet`. */
export function setProduct(state: ShopState, input: ProductSetInput, nowMs: number) {
  const userErrors = faultsOf(state, input);
  if (userErrors.length > 0) return { product: null, userErrors };
  const id = state.products.nextId();
  const options = (input.productOptions ?? []).map(({ name }) => name ?? '').filter((name) => name !== 'Title');
  const sketches = input.variants?.length ? input.variants : [{ optionValues: [] }];
  const status = (input.status ?? 'ACTIVE').toLowerCase();
  const product: Product = {
    id,
    title: input.title!.trim(),
    handle: input.handle || freeHandle(state, input.title!),
    status: status as Product['status'],
    type: input.productType ?? '',
    vendor: input.vendor ?? state.world.shop.name,
    tags: mergeTags([], input.tags ?? []),
    descriptionHtml: input.descriptionHtml ?? '',
    seoTitle: input.seo?.title || undefined,
    seoDescription: input.seo?.description || undefined,
    optionNames: options,
    variants: sketches.map((sketch) => variantOf(state, id, options, sketch)),
    images: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    publishedAtMs: undefined,
  };
  state.putProduct(product);
  return { product: productView(state, product), userErrors: [] };
}

function faultsOf(state: ShopState, { title, handle, productOptions, variants }: ProductSetInput): UserError[] {
  const errors: UserError[] = [];
  const refuse = (field: string[], message: string, code: string) => errors.push({ field, message, code });
  if (!title?.trim()) refuse(['input', 'title'], "Title can't be blank", 'INVALID_PRODUCT');
  if (handle && state.productByHandle(handle)) {
    refuse(['input', 'handle'], `Handle '${handle}' already in use. Please provide a new handle.`, 'HANDLE_NOT_UNIQUE');
  }
  if ((productOptions?.length ?? 0) > 3) {
    refuse(['input', 'productOptions'], 'Can only specify a maximum of 3 options', 'OPTIONS_OVER_LIMIT');
  }
  if (variants?.length && !productOptions?.length) {
    const message = 'Product options input is required when updating variants';
    refuse(['input', 'productOptions'], message, 'PRODUCT_OPTIONS_INPUT_MISSING');
  }
  const names = new Set(productOptions?.map(({ name }) => name));
  const keys = new Set<string>();
  for (const [index, variant] of (variants ?? []).entries()) {
    const unknown = variant.optionValues?.find(({ optionName }) => !names.has(optionName ?? ''));
    const place = ['input', 'variants', String(index)];
    if (unknown) {
      refuse([...place, 'optionValues'], `Option '${unknown.optionName}' does not exist`, 'OPTION_DOES_NOT_EXIST');
    }
    const key = JSON.stringify(variant.optionValues?.map(({ name }) => name));
    if (keys.has(key)) refuse(place, 'Variants must have unique option values', 'INVALID_VARIANT');
    keys.add(key);
    for (const fault of variantFaults(variant)) refuse([...place, fault.field], fault.message, 'INVALID_VARIANT');
  }
  return errors;
}

function freeHandle(state: ShopState, title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  let handle = plain || 'product';
  for (let count = 1; state.productByHandle(handle); count++) handle = `${plain}-${count}`;
  return handle;
}
