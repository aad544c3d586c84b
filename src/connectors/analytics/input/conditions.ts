/** One comparison of a filter: `pagePath~/blog`. */
export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** Longer operators first, since the shorter ones begin them. `==` is what older tools write for `=`. */
const CONDITION = /^\s*([A-Za-z][A-Za-z0-9_:]*)\s*(!=~|==|=~|!=|!~|>=|<=|=|~|\^|\$|>|<)(.*)$/s;

const VALUE_MAX = 1_000;
const CONDITIONS_MAX = 50;

/** Reads a filter: comparisons with `||` between them. A backslash before `||` makes it a part of the value. */
export function conditionsOf(text: string): { readonly conditions: readonly Condition[] } | { readonly wrong: string } {
  const parts = partsOf(text);
  if (parts.length > CONDITIONS_MAX) return { wrong: `At most ${CONDITIONS_MAX} alternatives.` };
  const conditions: Condition[] = [];
  for (const part of parts) {
    const [, field, operator = '', value = ''] = CONDITION.exec(part) ?? [];
    if (field === undefined)
      return { wrong: 'Write a field, an operator and a value: country=Ireland, pagePath~/blog, sessions>10.' };
    if (value.length > VALUE_MAX) return { wrong: `A value has at most ${VALUE_MAX} characters.` };
    if (/\p{Cc}/u.test(value)) return { wrong: 'A value is one line, without control characters.' };
    conditions.push({ field, operator: operator === '==' ? '=' : operator, value: value.trim() });
  }
  return { conditions };
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('\\||', at)) {
      part += '||';
      at += 2;
    } else if (text.startsWith('||', at)) {
      parts.push(part);
      part = '';
      at += 1;
    } else part += text[at];
  }
  return [...parts, part];
}
