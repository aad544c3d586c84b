import type { Product, Variant } from '../../../emulation/world/records.ts';
import type { ShopState } from './shop-state.ts';

/** An option of a product, with its values in their order; ids stay whatever is renamed or moved. */
export interface ShopOption {
  readonly id: number;
  readonly name: string;
  readonly values: readonly ShopOptionValue[];
}

export interface ShopOptionValue {
  readonly id: number;
  readonly name: string;
}

/** Options and variants as they are afterwards, or why nothing is done. */
export type Changed =
  | {
      readonly options: readonly ShopOption[];
      readonly variants: readonly Variant[];
      readonly deletedOptionsIds?: string[];
    }
  | { readonly refused: readonly [field: readonly string[], message: string, code: string] };

/** What a product without options has all the same at Shopify. */
const plainOption = { name: 'Title', value: 'Default Title' };

/** Gives the options of a product: those that were changed as they were left, with values that only variants know. */
export function optionsOf(state: ShopState, product: Product): readonly ShopOption[] {
  const kept = state.options.get(product.id) ?? [];
  const names = product.optionNames.length === 0 ? [plainOption.name] : product.optionNames;
  return names.map((name, index) => {
    const known = kept.find((option) => option.name === name);
    const id = known?.id ?? product.id * 10 + index;
    const values = [...(known?.values ?? [])];
    for (const variant of product.variants) {
      const value = variant.optionValues[index] ?? plainOption.value;
      if (!values.some((found) => found.name === value)) values.push({ id: nextValueId(id, values), name: value });
    }
    return { id, name, values };
  });
}

/** Gives the id of a value that comes to an option. */
export function nextValueId(optionId: number, values: readonly ShopOptionValue[]): number {
  return values.reduce((last, { id }) => Math.max(last, id), optionId * 100 - 1) + 1;
}

/** Gives the id of an option that comes to a product. */
export function nextOptionId(product: Product, options: readonly ShopOption[]): number {
  return options.reduce((last, { id }) => Math.max(last, id), product.id * 10) + 1;
}

/** Says whether a product has variants of this value. */
export function hasVariants({ variants }: Product, optionIndex: number, value: string): boolean {
  return variants.some(({ optionValues }) => (optionValues[optionIndex] ?? plainOption.value) === value);
}

/** Keeps options and variants of a product together; without options it is the plain product that Shopify makes of it. */
export function putOptions(
  state: ShopState,
  product: Product,
  options: readonly ShopOption[],
  variants: readonly Variant[],
  nowMs: number,
): Product {
  const changed: Product = {
    ...product,
    optionNames: options.map(({ name }) => name),
    variants: variants.map((variant) => ({ ...variant, title: variant.optionValues.join(' / ') || plainOption.value })),
    updatedAtMs: nowMs,
  };
  state.options.set(product.id, options);
  state.putProduct(changed);
  return changed;
}

/** A variant with the same figures and other values, which nobody stocks yet. */
export function copyOf(state: ShopState, variant: Variant, optionValues: readonly string[]): Variant {
  return { ...variant, id: state.variants.nextId(), sku: '', barcode: undefined, optionValues };
}
