import type { OptionVariant } from './product-options.ts';

/** Gives the variants that go with an option: of those that are alike without it, Shopify keeps the first. */
export function goingWithOption(variants: readonly OptionVariant[], option: string): OptionVariant[] {
  const kept = new Set<string>();
  return variants.filter(({ selectedOptions }) => {
    const rest = JSON.stringify(selectedOptions.filter(({ name }) => name !== option));
    if (kept.has(rest)) return true;
    kept.add(rest);
    return false;
  });
}

/** Gives the variants that go with values of an option: all that have one of them. */
export function goingWithValues(
  variants: readonly OptionVariant[],
  option: string,
  values: readonly string[],
): OptionVariant[] {
  return variants.filter(({ selectedOptions }) =>
    selectedOptions.some(({ name, value }) => name === option && values.includes(value)),
  );
}
