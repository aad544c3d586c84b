/** Gives the rule “exactly one of these arguments”, as a check and as what to say when it is broken. */
export function exactlyOne<Name extends string>(
  ...names: readonly Name[]
): [rule: (input: { readonly [name in Name]?: unknown }) => boolean, told: { error: string; path: string[] }] {
  return [
    (input) => names.filter((name) => input[name] !== undefined).length === 1,
    { error: `Give exactly one of ${names.join(' and ')}.`, path: names.slice(0, 1) },
  ];
}
