import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CliFailure } from './failure.ts';

/** More than any tool takes, little enough to hold. */
const MAX_ARGUMENTS_BYTES = 16 * 1024 * 1024;

type Schema = Readonly<Record<string, unknown>>;

/** Reads `--args`: JSON text, `@file`, or `-` for standard input. Without it there are no arguments. */
export async function readJsonArguments(args: string | undefined, stdin: Readable): Promise<Record<string, unknown>> {
  if (args === undefined) return {};
  const text =
    args === '-' ? await readAll(stdin) : args.startsWith('@') ? await readArgumentsFile(args.slice(1)) : args;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliFailure('usage', `--args is not JSON: ${(error as Error).message}`, [
      `Write a JSON object in single quotes: --args '{"limit":5}'`,
    ]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliFailure('usage', `--args is not a JSON object: write --args '{"limit":5}'.`);
  }
  return value as Record<string, unknown>;
}

async function readArgumentsFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new CliFailure('usage', `--args names a file that cannot be read: ${path}`);
  }
}

async function readAll(stdin: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stdin) {
    const buffer = Buffer.from(part);
    bytes += buffer.length;
    if (bytes > MAX_ARGUMENTS_BYTES)
      throw new CliFailure('usage', 'Standard input holds more than 16 MiB of arguments.');
    parts.push(buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** One `--arg name=value`. */
export interface ArgumentWord {
  readonly name: string;
  readonly text: string;
}

/** Reads `name=value`; anything else is a usage failure. */
export function parseArgumentWord(word: string): ArgumentWord {
  const [, name, text] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? [];
  if (name === undefined || text === undefined || name.split('.').includes('__proto__')) {
    throw new CliFailure('usage', `--arg takes name=value; ${JSON.stringify(word)} is not of that form.`);
  }
  return { name, text };
}

/**
 * Adds words to arguments: the name `a.b` reaches into objects, a repeated name of a list adds to it, and the
 * schema decides what a value is. A value that does not fit stays text, so that the platform says what would.
 */
export function addTypedArguments(
  given: Record<string, unknown>,
  words: readonly ArgumentWord[],
  schema: Schema,
): Record<string, unknown> {
  const input = structuredClone(given);
  for (const { name, text } of words) place(input, name, text, schema, schema);
  return input;
}

function place(target: Record<string, unknown>, name: string, text: string, schema: Schema, root: Schema): void {
  const properties = (resolve(schema, root).properties ?? {}) as Record<string, Schema>;
  const dot = name.indexOf('.');
  if (dot > 0 && !Object.hasOwn(properties, name)) {
    const [head, rest] = [name.slice(0, dot), name.slice(dot + 1)];
    const inner = Object.hasOwn(target, head) && isObject(target[head]) ? target[head] : {};
    target[head] = inner;
    place(inner, rest, text, (Object.hasOwn(properties, head) && properties[head]) || {}, root);
    return;
  }
  const value = toTyped(text, (Object.hasOwn(properties, name) && properties[name]) || {}, root);
  const before = Object.hasOwn(target, name) ? target[name] : undefined;
  target[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Follows a reference into the schema's own definitions. */
function resolve(schema: Schema, root: Schema): Schema {
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#/')) return schema;
  const target = schema.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), root);
  return isObject(target) ? target : {};
}

/** The schema itself, or what it offers to choose from. */
function alternatives(schema: Schema, root: Schema): Schema[] {
  const resolved = resolve(schema, root);
  const offered = (resolved.anyOf ?? resolved.oneOf) as Schema[] | undefined;
  return offered ? offered.flatMap((one) => alternatives(one, root)) : [resolved];
}

function toTyped(text: string, schema: Schema, root: Schema): unknown {
  for (const one of alternatives(schema, root)) {
    for (const type of [one.type].flat()) {
      if (type === 'array') return toList(text, one, root);
      const value = toType(text, type);
      if (value !== undefined) return value;
    }
  }
  return text;
}

function toList(text: string, schema: Schema, root: Schema): unknown[] {
  const whole = text.startsWith('[') ? parseOr(text, undefined) : undefined;
  return Array.isArray(whole) ? whole : [toTyped(text, (schema.items ?? {}) as Schema, root)];
}

/** `undefined` where the text is not of the type. */
function toType(text: string, type: unknown): unknown {
  if (type === 'string') return text;
  if (type === 'integer' || type === 'number')
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (type === 'null') return text === 'null' ? null : undefined;
  if (type === 'object') {
    const value = parseOr(text, undefined);
    return isObject(value) ? value : undefined;
  }
  return undefined;
}

function parseOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
