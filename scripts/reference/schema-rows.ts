import { codeList } from './markdown-table.ts';

/** JSON Schema (2020-12) as far as tools use it. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Ours: the field identifies a person. */
  readonly personal?: boolean;
}

/** One field of a schema, however deep. */
export interface FieldRow {
  /** `orders[].customer.name` */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Every field of an object schema, parents before children; sums of money stay one field. */
export function fieldRows({ properties = {}, required = [] }: JsonSchema, prefix = ''): FieldRow[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    return [{ path, schema, required: required.includes(name) }, ...childRows(schema, path)];
  });
}

function childRows(schema: JsonSchema, path: string): FieldRow[] {
  if (schema.items) return childRows(schema.items, `${path}[]`);
  if (schema.anyOf) return schema.anyOf.flatMap((choice) => childRows(choice, path));
  return isMoney(schema) ? [] : fieldRows(schema, `${path}.`);
}

/** The type of a field with its bounds, in words. */
export function typeText(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' or ');
  if (schema.enum) return codeList(schema.enum.map(String));
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.type === 'array')
    return `list of ${typeText(schema.items ?? {})}${bounds(schema.minItems, schema.maxItems)}`;
  if (schema.type === 'string') return `text${bounds(schema.minLength, schema.maxLength, ' characters')}`;
  if (isMoney(schema)) return 'money';
  return `${schema.type ?? 'any'}${bounds(schema.minimum, schema.maximum)}`;
}

function bounds(least: number | undefined, most: number | undefined, unit = ''): string {
  const from = least === undefined || Math.abs(least) === Number.MAX_SAFE_INTEGER ? undefined : least;
  const to = most === undefined || Math.abs(most) === Number.MAX_SAFE_INTEGER ? undefined : most;
  if (from !== undefined && to !== undefined) return `, ${from} to ${to}${unit}`;
  if (to !== undefined) return `, at most ${to}${unit}`;
  return from === undefined ? '' : `, at least ${from}${unit}`;
}

function isMoney({ properties }: JsonSchema): boolean {
  return properties !== undefined && Object.keys(properties).sort().join() === 'amount,currency';
}
