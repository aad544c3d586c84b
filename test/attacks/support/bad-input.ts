type JsonSchema = Readonly<Record<string, unknown>>;
type Input = Readonly<Record<string, unknown>>;

/** One attempt: what is wrong about it, and the arguments. */
export interface BadInput {
  readonly what: string;
  readonly input: unknown;
  /** What is put somewhere, where it is a text. */
  readonly text?: string;
}

/** A place below the arguments, and the schema of what belongs there. */
interface Field {
  readonly path: readonly (string | number)[];
  readonly schema: JsonSchema;
}

const MEBIBYTE = 1024 * 1024;

/** Text that some parser, terminal, log or path takes for something else. */
const HOSTILE_TEXT: Readonly<Record<string, string>> = {
  'a line break': 'a\r\nX-Injected: 1',
  NUL: 'a\u0000b',
  'text that turns round': 'a\u202eb',
  'half a character': 'a\ud800b',
  'a path upwards': '../../../../etc/passwd',
  'an encoded path upwards': '..%2f..%2fetc%2fpasswd',
  'a parameter more': 'a&limit=9999#b?apikey=x',
  'a condition more for Zoho': 'a::or:sender:b',
  'a condition more for Shopify': 'a\' OR status:any -tag:"b',
  'a clause more for ShopifyQL': 'a GROUP BY b SINCE -1y; SHOW c',
  'an expression that never ends': '(a+)+$(?=b)\\1',
  'an address of a cloud': 'http://169.254.169.254/latest/meta-data',
  'a query of a search': '" OR 1=1 OR "*:*',
  'a statement of SQL': "'; DROP TABLE api_keys; --",
  'a template': '#{7*7}{{7*7}}<%= 7*7 %>',
  'a prototype': '__proto__',
  nothing: '',
  blanks: '   ',
};

const HOSTILE_NUMBERS: Readonly<Record<string, number>> = {
  'no number': Number.NaN,
  'no end': Number.POSITIVE_INFINITY,
  'a number beyond all bounds': 1e308,
  'a negative number': -1e15,
  'a broken number': 1.5e-7,
};

/** What an example has for an id: a number, or Shopify's own way of writing one. */
const ID = /^(\d{4,}|gid:\/\/shopify\/\w+\/\d+)$/;

/** Arguments that hold numbers of other kinds. */
const NOT_FOR_IDS = ['name', 'value'];

/** What no vendor's id is, though it looks like one, or like one of somebody else's. */
const NO_IDS = [
  'gid://shopify/Zebra/1',
  'gid://elsewhere/Product/1',
  '1/../2',
  '..',
  '1?a=b',
  '1#2',
  '1%2f2',
  '1\r\nX-Injected: 1',
  '１２３４５６',
  '0x1F',
  '1e5',
  '-1',
  '1 OR 1=1',
  '9'.repeat(60),
];

const IMPOSSIBLE_DAYS = ['2026-02-30', '2026-13-01', '2026-00-10', '2026-11-31', '9999-99-99'];
const DATE = /\d{4}-\d{2}-\d{2}/;

/** What no tool may take: refused before anything is asked of its vendor. */
export function impossibleInputs(schema: JsonSchema, example: Input): BadInput[] {
  const { properties, required = [] } = schema as { properties: Record<string, JsonSchema>; required?: string[] };
  const missing = required.map((name) => ({ what: `without ${name}`, input: without(example, name) }));
  const wrong = fieldsOf(properties).flatMap((field) =>
    wrongValues(field.schema).map(([what, value]) => at(field, what, value, example)),
  );
  return [
    ...missing,
    ...wrong,
    { what: 'an unknown argument', input: { ...example, unheardOf: 1 } },
    {
      what: 'a prototype for an argument',
      input: JSON.parse(JSON.stringify(example).replace('{', '{"__proto__":{"a":1},').replace(',}', '}')),
    },
    ...[[], 'text', 7, true, null].map((input) => ({ what: `${JSON.stringify(input)} for arguments`, input })),
  ];
}

/** What is no id, wherever an example has one: refused before anything is asked of its vendor, too. */
export function foreignIds(example: Input): BadInput[] {
  return idsIn(example).flatMap((path) => NO_IDS.map((id) => at({ path, schema: {} }, id, id, example)));
}

/** What a tool takes, refuses or finds nothing for, as it likes, as long as it does so properly. */
export function hostileInputs(schema: JsonSchema, example: Input): BadInput[] {
  const fields = fieldsOf((schema as { properties: Record<string, JsonSchema> }).properties);
  const texts = fields.filter(({ schema: { type } }) => type === 'string');
  const [first] = texts;
  // Where there are many fields, each gets its share of the texts, so that no tool takes much longer than another.
  const shares = Math.ceil(texts.length / 3);
  return [
    ...texts.flatMap((field, nth) =>
      Object.entries(HOSTILE_TEXT)
        .filter((_, index) => (index + nth) % shares === 0)
        .map(([what, text]) => at(field, what, text, example)),
    ),
    ...(first ? [at(first, 'a mebibyte of text', 'a'.repeat(MEBIBYTE), example)] : []),
  ];
}

function wrongValues({ type, enum: choices, description, pattern }: JsonSchema): [string, unknown][] {
  const strangers = Object.entries({
    string: 'x',
    number: 7,
    boolean: true,
    array: ['x'],
    object: { x: 1 },
    null: null,
  });
  const own = type === 'integer' ? 'number' : type;
  const types = strangers.filter(([name]) => name !== own).map(([name, value]) => [name, value] as [string, unknown]);
  if (own === 'number') return [...types, ...Object.entries(HOSTILE_NUMBERS)];
  if (choices !== undefined) return [...types, ['another choice', 'no_such_choice'], ['a prototype', '__proto__']];
  if (own === 'string' && isDate(description, pattern))
    return [...types, ...IMPOSSIBLE_DAYS.map((day): [string, unknown] => [day, day])];
  return types;
}

/** A field of days says so by an example in its description, or by its pattern. */
function isDate(description: unknown, pattern: unknown): boolean {
  return DATE.test(String(description)) || /\\d\{4\}-/.test(String(pattern));
}

function fieldsOf(properties: Readonly<Record<string, JsonSchema>>, above: Field['path'] = []): Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => fieldsBelow([...above, name], schema));
}

function fieldsBelow(path: Field['path'], schema: JsonSchema): Field[] {
  const items = schema.items as JsonSchema | undefined;
  const properties = schema.properties as Record<string, JsonSchema> | undefined;
  return [
    { path, schema },
    ...(items ? fieldsBelow([...path, 0], items) : []),
    ...(properties ? fieldsOf(properties, path) : []),
  ];
}

/** Where ids stand in the arguments. */
function idsIn(value: unknown, path: Field['path'] = []): Field['path'][] {
  if (typeof value === 'string') return ID.test(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => idsIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => !NOT_FOR_IDS.includes(name))
    .flatMap(([name, member]) => idsIn(member, [...path, name]));
}

function at({ path }: Field, what: string, value: unknown, example: Input): BadInput {
  const input = replaced(example, path, value);
  return { what: `${what} for ${path.join('.')}`, input, ...(typeof value === 'string' && { text: value }) };
}

function replaced(whole: unknown, [first, ...rest]: Field['path'], value: unknown): unknown {
  if (first === undefined) return value;
  if (typeof first === 'number') {
    const list = Array.isArray(whole) ? [...whole] : [];
    list[first] = replaced(list[first], rest, value);
    return list;
  }
  const object = typeof whole === 'object' && whole !== null ? (whole as Input) : {};
  return { ...object, [first]: replaced(object[first], rest, value) };
}

function without(input: Input, name: string): Input {
  const { [name]: _left, ...rest } = input;
  return rest;
}
