/**
 * The canonical form of a JSON value (RFC 8785): members sorted by UTF-16 code units, numbers as ECMAScript writes them,
 * no white space. Equal values give equal text, so it is what fingerprints and cache keys are made of. Members that are
 * `undefined` are left out, as in JSON. Throws `TypeError` on what JSON cannot say (a lone surrogate, a non-finite number).
 */
export function canonicalJson(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new TypeError('A lone surrogate has no canonical form.');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('A number that is not finite has no canonical form.');
      return String(Object.is(value, -0) ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return Array.isArray(value) ? `[${value.map(canonicalItem).join(',')}]` : canonicalObject(value as object);
    default:
      throw new TypeError(`A ${typeof value} has no canonical form.`);
  }
}

function canonicalItem(item: unknown): string {
  return item === undefined ? 'null' : canonicalJson(item);
}

function canonicalObject(value: object): string {
  const members = value as Record<string, unknown>;
  let text = '';
  const names = Object.keys(members);
  if (!isSorted(names)) names.sort();
  for (const name of names) {
    const member = members[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${canonicalJson(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Most are: sorting a handful of names costs more than all the rest. */
function isSorted(names: readonly string[]): boolean {
  for (let at = 1; at < names.length; at += 1) if ((names[at - 1] as string) > (names[at] as string)) return false;
  return true;
}
