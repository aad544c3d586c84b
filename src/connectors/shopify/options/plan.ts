import { noSuch } from '../protocol/no-such.ts';
import { optionsOf, type ProductOptions } from './product-options.ts';

/** What a caller wants of the options of a product, by their names. */
export interface Wanted {
  readonly option?: string | undefined;
  readonly newName?: string | undefined;
  readonly addValues?: readonly string[] | undefined;
  readonly renameValues?: readonly { readonly from: string; readonly to: string }[] | undefined;
  readonly order?: readonly string[] | undefined;
  readonly valueOrder?: readonly string[] | undefined;
}

interface Named {
  readonly name: string;
}

/** The one change that brings a product to what is wanted, in Shopify's words. */
export type Plan =
  | { readonly kind: 'create'; readonly option: Named & { readonly values: readonly Named[] } }
  | {
      readonly kind: 'update';
      readonly option: { readonly id: string; readonly name: string | undefined };
      readonly add: readonly Named[];
      readonly rename: readonly (Named & { readonly id: string })[];
    }
  | { readonly kind: 'reorder'; readonly options: readonly (Named & { readonly values?: readonly Named[] })[] };

type Option = ProductOptions['options'][number];

/**
 * Gives what is left to do, `undefined` where nothing is. Names mean what they meant before the call's first attempt: ids
 * stay, so a second attempt finds what the first has renamed. Throws `not_found` for what the product has not.
 */
export function planOf(wanted: Wanted, before: ProductOptions, now: ProductOptions): Plan | undefined {
  const { option: name = '', order } = wanted;
  if (order) return isSame(order, optionsOf(now)) ? undefined : { kind: 'reorder', options: order.map(toNamed) };
  const meant = optionsOf(before).find((option) => option.name === name);
  if (meant === undefined) return planNew(wanted, now);
  const known = optionsOf(now).find(({ id }) => id === meant.id);
  if (known === undefined) throw noSuch('option of this product');
  return wanted.valueOrder ? planValueOrder(known, wanted.valueOrder, now) : planChange(wanted, meant, known);
}

function planNew(
  { option: name = '', addValues = [], newName, renameValues, valueOrder }: Wanted,
  now: ProductOptions,
) {
  const isNew = addValues.length > 0 && newName === undefined && !renameValues && !valueOrder;
  if (!isNew) throw noSuch('option of this product');
  const made = optionsOf(now).find((option) => option.name === name);
  if (made) return planChange({ addValues }, made, made);
  return { kind: 'create', option: { name, values: addValues.map(toNamed) } } as const;
}

function planValueOrder(known: Option, wanted: readonly string[], now: ProductOptions): Plan | undefined {
  if (isSame(wanted, known.optionValues)) return undefined;
  const values = wanted.map(toNamed);
  const options = optionsOf(now).map((option) => ({ name: option.name, ...(option === known ? { values } : {}) }));
  return { kind: 'reorder', options };
}

function planChange({ newName, addValues = [], renameValues = [] }: Wanted, meant: Option, known: Option) {
  const add = addValues.filter((name) => !known.optionValues.some((value) => value.name === name)).map(toNamed);
  const rename = renameValues
    .map(({ from, to }) => {
      const value = meant.optionValues.find(({ name }) => name === from);
      if (value === undefined) throw noSuch('choice of this option');
      return { id: value.id, name: to };
    })
    .filter(({ id, name }) => !known.optionValues.some((value) => value.id === id && value.name === name));
  if (add.length === 0 && rename.length === 0 && (newName ?? known.name) === known.name) return undefined;
  return { kind: 'update', option: { id: known.id, name: newName }, add, rename } as const;
}

function toNamed(name: string): Named {
  return { name };
}

function isSame(names: readonly string[], known: readonly Named[]): boolean {
  return names.length === known.length && names.every((name, index) => name === known[index]?.name);
}
