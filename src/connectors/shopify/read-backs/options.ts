import { z } from 'zod';
import type { Wanted } from '../options/plan.ts';
import { OPTIONS, optionsOf, type ProductOptions, ShopifyOptions } from '../options/product-options.ts';
import { defineQuery } from '../protocol/document.ts';

export const optionsStateQuery = defineQuery(
  `query OptionsState($id: ID!) { product(id: $id) { updatedAt ${OPTIONS} } }`,
  z.object({ product: ShopifyOptions.extend({ updatedAt: z.string() }).nullable() }),
);

/** Whether the options of a product are as was asked: names as they were to become, and none left of those they were to lose. */
export function areAsAsked(wanted: Wanted & { readonly createVariants: boolean }, product: ProductOptions): boolean {
  const { option: name = '', newName, addValues = [], renameValues = [], order, valueOrder, createVariants } = wanted;
  const options = optionsOf(product);
  if (order) return isSame(order, options);
  const found = options.find((option) => option.name === (newName ?? name));
  if (found === undefined) return false;
  if (newName !== undefined && newName !== name && options.some((option) => option.name === name)) return false;
  if (valueOrder) return isSame(valueOrder, found.optionValues);
  const choiceOf = (value: string) => found.optionValues.find((one) => one.name === value);
  const becomes = new Set(renameValues.map(({ to }) => to));
  return (
    addValues.every((value) => (createVariants ? choiceOf(value)?.hasVariants : choiceOf(value) !== undefined)) &&
    renameValues.every(({ from, to }) => choiceOf(to) && (becomes.has(from) || choiceOf(from) === undefined))
  );
}

function isSame(names: readonly string[], known: readonly { readonly name: string }[]): boolean {
  return names.length === known.length && names.every((name, index) => name === known[index]?.name);
}
