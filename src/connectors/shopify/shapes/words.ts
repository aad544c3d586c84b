/** Turns a value of one of Shopify's enums into ours: `PARTIALLY_PAID` becomes `partially_paid`. A value that came later passes as well. */
export function toWord(value: string): string {
  return value.toLowerCase();
}

/** Gives `undefined` for `null`, so that a field without a value is left out. */
export function given<Value>(value: Value | null | undefined): Value | undefined {
  return value ?? undefined;
}
