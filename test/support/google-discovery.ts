import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { sharedData } from './shared-data.ts';

interface DiscoverySchema {
  readonly type?: string;
  readonly $ref?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: DiscoverySchema;
  readonly properties?: Readonly<Record<string, DiscoverySchema>>;
  readonly additionalProperties?: DiscoverySchema;
}

/** Checks JSON against one schema of a discovery document; gives what does not fit. */
export type DiscoveryCheck = (schema: string, value: unknown) => readonly string[];

/**
 * Compiles Google's discovery document into strict checks: unknown fields and unknown values of enums do not fit.
 * `undefined` where the document is not beside the checkout.
 */
export function loadDiscovery(file: string): DiscoveryCheck | undefined {
  const path = sharedData('artifacts', 'google', file);
  if (path === undefined) return undefined;
  const { schemas } = JSON.parse(readFileSync(path, 'utf8')) as { schemas: Record<string, DiscoverySchema> };
  const definitions = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema)]));
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const checks = new Map<string, ValidateFunction>();
  return (name, value) => {
    let check = checks.get(name);
    if (check === undefined) {
      check = ajv.compile({ $defs: definitions, $ref: `#/$defs/${name}` });
      checks.set(name, check);
    }
    check(value);
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

/** 64-bit numbers are text in JSON (https://developers.google.com/discovery/v1/type-format). */
function toJsonSchema(schema: DiscoverySchema): object {
  if (schema.$ref !== undefined) return { $ref: `#/$defs/${schema.$ref}` };
  if (schema.type === 'array') return { type: 'array', items: toJsonSchema(schema.items ?? {}) };
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, toJsonSchema(field)]);
    const more = schema.additionalProperties;
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      additionalProperties: more === undefined ? false : toJsonSchema(more),
    };
  }
  if (schema.type === undefined || schema.type === 'any') return {};
  if (schema.format === 'int64' || schema.format === 'uint64') return { type: 'string', pattern: '^-?[0-9]+$' };
  return { type: schema.type, ...(schema.enum && { enum: schema.enum }) };
}
