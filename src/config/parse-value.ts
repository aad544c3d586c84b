import { resolve } from 'node:path';
import type { Setting, SettingValue } from '../kernel/setting.ts';

const TEXT_MAX = 4096;
const SHOWN_MAX = 40;
const ENTRIES_MAX = 100;

/** A value that fits its row's type, or the rest of a sentence about why it does not. */
export type ParsedValue = { readonly value: SettingValue } | { readonly says: string };

/**
 * Reads one value as its row's type says. White space around it is dropped; nothing left means not set, and gives
 * `undefined` or, for lists and pairs, an empty one. The row's own `check` is not run here.
 */
export function parseValue(row: Setting, raw: string | undefined, packageRoot: string): ParsedValue {
  const text = raw?.trim() ?? '';
  if (text === '') return { value: valueOfNothing(row) };
  if (text.length > TEXT_MAX) return { says: `is longer than ${TEXT_MAX} characters; shorten it.` };
  if (hasControlCharacter(text))
    return { says: 'holds a line break or another control character; write it on one line.' };
  return PARSERS[row.type](row as never, text, packageRoot);
}

/** `"the value"` for a message, cut and escaped; without a word of a secret or of anything that may hold a password. */
function shown(row: Setting, text: string): string {
  if (row.type === 'secret' || text.includes('@')) return 'its value (not shown)';
  return JSON.stringify(text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);
}

type RowOf<Type extends Setting['type']> = Extract<Setting, { type: Type }>;
type Parsers = {
  readonly [Type in Setting['type']]: (row: RowOf<Type>, text: string, packageRoot: string) => ParsedValue;
};

const PARSERS: Parsers = {
  text: (_row, text) => ({ value: text }),
  secret: (_row, text) => ({ value: text }),
  path: (_row, text, packageRoot) => ({ value: resolve(packageRoot, text) }),
  url: parseUrl,
  boolean: (row, text) =>
    text === 'true' || text === 'false'
      ? { value: text === 'true' }
      : { says: `is ${shown(row, text)}; write true or false.` },
  integer: parseInteger,
  choice: (row, text) =>
    row.choices.includes(text) ? { value: text } : { says: `is ${shown(row, text)}; write ${oneOf(row.choices)}.` },
  list: (_row, text) => {
    const items = entries(text);
    return items.length > ENTRIES_MAX
      ? { says: `has more than ${ENTRIES_MAX} entries; remove some.` }
      : { value: items };
  },
  pairs: parsePairs,
};

function valueOfNothing(row: Setting): SettingValue {
  if (row.type === 'list') return [];
  if (row.type === 'pairs') return new Map();
  return undefined;
}

function parseInteger(row: RowOf<'integer'>, text: string): ParsedValue {
  const { min, max, unit } = row;
  const value = Number(text);
  if (/^-?\d{1,15}$/.test(text) && value >= min && value <= max) return { value };
  const counted = unit === undefined ? '' : ` (${unit})`;
  return { says: `is ${shown(row, text)}; write a whole number from ${min} to ${max}${counted}.` };
}

function parseUrl(row: RowOf<'url'>, text: string): ParsedValue {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { says: `is ${shown(row, text)}; write an absolute URL that begins with https:// or http://.` };
  }
  if (url.username !== '' || url.password !== '') return { says: 'holds a user name or password; write it without.' };
  if (url.search !== '' || url.hash !== '') return { says: 'holds a query or fragment; write it without.' };
  return { value: url.href.replace(/(?<!\/)\/+$/, '') };
}

function parsePairs(row: RowOf<'pairs'>, text: string): ParsedValue {
  const pairs = new Map<string, string>();
  for (const entry of entries(text)) {
    const [, name, value] = /^([^=\s]+)\s*=\s*(\S+)$/.exec(entry) ?? [];
    if (name === undefined || value === undefined) {
      return { says: `has the entry ${shown(row, entry)}; write name=value, pairs separated by commas.` };
    }
    if (pairs.has(name)) return { says: `names ${shown(row, name)} twice; keep one.` };
    pairs.set(name, value);
  }
  return pairs.size > ENTRIES_MAX ? { says: `has more than ${ENTRIES_MAX} entries; remove some.` } : { value: pairs };
}

function entries(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function oneOf(choices: readonly string[]): string {
  return choices.length === 1 ? String(choices[0]) : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
