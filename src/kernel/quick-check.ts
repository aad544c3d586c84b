import type { z } from 'zod';

/** Whether a value fits a schema and parsing would leave it as it is. `false` is not a verdict: it means "ask the schema". */
export type QuickCheck = (value: unknown) => boolean;

/** What this file reads of a schema's definition (zod 4, `schema.def`). */
interface Definition {
  readonly type: string;
  readonly checks?: readonly unknown[];
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
}

/** What it reads of a check of a number. */
interface NumberCheck {
  readonly check: string;
  readonly format?: string;
  readonly value?: unknown;
  readonly inclusive?: boolean;
}

/** The test of a value of any kind. */
const ANYTHING = 'true';
const NEVER: QuickCheck = () => false;
const made = new WeakMap<z.ZodType, QuickCheck>();

/**
 * Gives the quick check of a schema, made once. Parsing with zod copies what it parses; the answers of tools and vendors
 * are large, nearly always right, and only looked at, so they are checked in place first and parsed when that fails.
 * Schemas that change values (transforms, defaults) or check more than the shapes of objects and lists are never quick.
 */
export function quickCheckOf(schema: z.ZodType): QuickCheck {
  let check = made.get(schema);
  if (check === undefined) {
    check = compile(schema);
    made.set(schema, check);
  }
  return check;
}

/** Parses, without a copy where the value is right as it is. Throws `ZodError` like the schema itself. */
export function parseInPlace<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  return quickCheckOf(schema)(value) ? (value as Value) : schema.parse(value);
}

/**
 * Writes the check as code, as zod does for its own parsing: a tree of closures was measured to be no faster than parsing.
 * Names of fields enter the code as JSON texts and everything else as an argument, so no schema can write code of its own.
 */
function compile(schema: z.ZodType): QuickCheck {
  const writer = new CheckWriter();
  const expression = writer.test(schema, 'value');
  if (expression === undefined) return NEVER;
  try {
    const code = `"use strict";${writer.functions.join('')}return (value) => ${expression};`;
    return new Function('given', code)(writer.given) as QuickCheck;
  } catch {
    // Code from text is switched off in this process.
    return NEVER;
  }
}

/** Writes tests as JavaScript expressions; `undefined` for a schema that is not quick. */
class CheckWriter {
  readonly functions: string[] = [];
  /** What the code refers to as `given[n]`. */
  readonly given: unknown[] = [];

  test(schema: z.ZodType, value: string): string | undefined {
    const def = schema.def as unknown as Definition;
    switch (def.type) {
      case 'string':
        return isPlain(def) ? `typeof ${value} === "string"` : this.#asItIs(schema, value);
      case 'number':
        return this.#number(schema, def, value);
      case 'boolean':
        return isPlain(def) ? `typeof ${value} === "boolean"` : undefined;
      case 'null':
        return `${value} === null`;
      case 'enum':
        return isPlain(def) ? this.#oneOf(Object.values(def.entries ?? {}), value) : undefined;
      case 'literal':
        return isPlain(def) ? this.#oneOf(def.values ?? [], value) : undefined;
      case 'optional':
      case 'nullable':
        return this.#orNothing(def, value);
      case 'union':
        return isPlain(def) ? this.#anyOf(def, value) : undefined;
      case 'array':
        return isPlain(def) ? this.#array(def, value) : undefined;
      case 'object':
        return isPlain(def) ? this.#object(def, value) : undefined;
      case 'record':
        return isPlain(def) ? this.#record(def, value) : undefined;
      case 'unknown':
        return isPlain(def) ? ANYTHING : undefined;
      default:
        return undefined;
    }
  }

  /** Asks the schema of a text or a number: these are not copied. */
  #asItIs(schema: z.ZodType, value: string): string {
    const ask = (candidate: unknown) => {
      const parsed = schema.safeParse(candidate);
      return parsed.success && parsed.data === candidate;
    };
    return `${this.#give(ask)}(${value})`;
  }

  #number(schema: z.ZodType, { format, checks = [] }: Definition, value: string): string {
    const all = checks.map((check) => (check as { _zod: { def: NumberCheck } })._zod.def);
    if (format !== undefined) all.push({ check: 'number_format', format });
    const tests = all.map((check) => numberTest(check, value));
    return tests.includes(undefined)
      ? this.#asItIs(schema, value)
      : `(${[`Number.isFinite(${value})`, ...tests].join(' && ')})`;
  }

  #oneOf(values: readonly unknown[], value: string): string {
    return `${this.#give(new Set(values))}.has(${value})`;
  }

  #orNothing({ type, innerType }: Definition, value: string): string | undefined {
    const inner = innerType && this.test(innerType, value);
    // Of any kind, but there: that is for the schema.
    if (type === 'nullable' && inner === ANYTHING) return undefined;
    return inner && `(${value} === ${type === 'optional' ? 'undefined' : 'null'} || ${inner})`;
  }

  #anyOf({ options = [] }: Definition, value: string): string | undefined {
    const tests = options.map((option) => this.test(option, value));
    return tests.includes(undefined) || tests.includes(ANYTHING) ? undefined : `(${tests.join(' || ')})`;
  }

  #array({ element }: Definition, value: string): string | undefined {
    const test = element && this.test(element, 'item');
    return (
      test &&
      this.#call(
        value,
        `if (!Array.isArray(v)) return false;
        for (let i = 0; i < v.length; i += 1) { const item = v[i]; if (!(${test})) return false; }
        return true;`,
      )
    );
  }

  /** A field of any kind has to be there all the same. */
  #field(name: string, schema: z.ZodType): string | undefined {
    const test = this.test(schema, 'field');
    return test === ANYTHING ? `Object.hasOwn(v, ${JSON.stringify(name)})` : test;
  }

  /** A field that the schema does not know would be stripped or refused: either way it is not for a quick check. */
  #object({ shape = {}, catchall }: Definition, value: string): string | undefined {
    if (catchall !== undefined && (catchall.def as unknown as Definition).type !== 'never') return undefined;
    const fields = Object.entries(shape).map(
      ([name, field]) => [JSON.stringify(name), this.#field(name, field)] as const,
    );
    if (fields.some(([, test]) => test === undefined)) return undefined;
    return this.#call(
      value,
      `if (typeof v !== "object" || v === null || Object.getPrototypeOf(v) !== Object.prototype) return false;
      let field; let here = 0;
      ${fields.map(([name, test]) => `field = v[${name}]; if (!(${test})) return false; if (field !== undefined) here += 1;`).join('')}
      let all = 0;
      for (const _ in v) all += 1;
      if (all === here) return true;
      for (const name in v) if (!${this.#give(new Set(Object.keys(shape)))}.has(name)) return false;
      return true;`,
    );
  }

  /** Of texts to anything that the schema knows; `__proto__` is left to the schema, which drops it. */
  #record({ keyType, valueType }: Definition, value: string): string | undefined {
    const keys = keyType?.def as unknown as Definition | undefined;
    const test = valueType && this.test(valueType, 'member');
    if (keys?.type !== 'string' || !isPlain(keys) || test === undefined) return undefined;
    return this.#call(
      value,
      `if (typeof v !== "object" || v === null || Object.getPrototypeOf(v) !== Object.prototype) return false;
      for (const name in v) { if (name === "__proto__") return false; const member = v[name]; if (!(${test})) return false; }
      return true;`,
    );
  }

  #call(value: string, body: string): string {
    const name = `check${this.functions.length}`;
    this.functions.push(`function ${name}(v) { ${body} }`);
    return `${name}(${value})`;
  }

  #give(thing: unknown): string {
    return `given[${this.given.push(thing) - 1}]`;
  }
}

function numberTest({ check, format, value: bound, inclusive }: NumberCheck, value: string): string | undefined {
  if (check === 'number_format' && format === 'safeint') return `Number.isSafeInteger(${value})`;
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return undefined;
  if (check === 'greater_than') return `${value} ${inclusive ? '>=' : '>'} ${bound}`;
  if (check === 'less_than') return `${value} ${inclusive ? '<=' : '<'} ${bound}`;
  return undefined;
}

function isPlain({ checks = [], format }: Definition): boolean {
  return checks.length === 0 && format === undefined;
}
