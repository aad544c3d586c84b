import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import { accessScopes } from './access-scopes.ts';
import { adminSchema } from './admin-schema.ts';
import { hasSources } from './api-versions.ts';
import { ruleSetSchema, sourcesSchema } from './versioned-schema.ts';

const subsetOf = (version: string) => buildSchema(adminSchema + (hasSources(version) ? sourcesSchema : ruleSetSchema));
const subsets = ['2026-10', '2026-04'].map(subsetOf);

/** Everything in the subset that the real schema has not, has otherwise, or has deprecated. */
function differences(part: GraphQLSchema, whole: GraphQLSchema): string[] {
  return Object.values(part.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => {
      const real = whole.getType(type.name);
      return real ? differencesOfType(type, real) : [`${type.name} does not exist`];
    });
}

function differencesOfType(type: GraphQLNamedType, real: GraphQLNamedType): string[] {
  if (type.constructor.name !== real.constructor.name) return [`${type.name} is another kind of type`];
  if (isEnumType(type) && isEnumType(real)) {
    return type
      .getValues()
      .flatMap(({ name }) => judge(`${type.name}.${name}`, real.getValue(name) ?? undefined, undefined));
  }
  if (isInputObjectType(type) && isInputObjectType(real)) {
    const fields = Object.values(type.getFields());
    const required = Object.values(real.getFields()).filter(
      (field) => String(field.type).endsWith('!') && !type.getFields()[field.name],
    );
    return [
      ...fields.flatMap((field) =>
        judge(`${type.name}.${field.name}`, real.getFields()[field.name], String(field.type)),
      ),
      ...required.map((field) => `${type.name}.${field.name} is required and missing`),
    ];
  }
  if ((isObjectType(type) && isObjectType(real)) || (isInterfaceType(type) && isInterfaceType(real))) {
    const interfaces = type
      .getInterfaces()
      .filter(({ name }) => !real.getInterfaces().some((other) => other.name === name));
    return [
      ...interfaces.map(({ name }) => `${type.name} does not implement ${name}`),
      ...Object.values(type.getFields()).flatMap((field) =>
        differencesOfField(type.name, field, real.getFields()[field.name]),
      ),
    ];
  }
  return [];
}

type Field = GraphQLField<unknown, unknown>;

function differencesOfField(typeName: string, field: Field, real: Field | undefined): string[] {
  const path = `${typeName}.${field.name}`;
  const argument = (of: Field | undefined, name: string): GraphQLArgument | undefined =>
    of?.args.find((arg) => arg.name === name);
  const required = (real?.args ?? []).filter((arg) => String(arg.type).endsWith('!') && !argument(field, arg.name));
  return [
    ...judge(path, real, String(field.type)),
    ...field.args.flatMap((arg) => judge(`${path}(${arg.name})`, argument(real, arg.name), String(arg.type))),
    ...required.map((arg) => `${path}(${arg.name}) is required and missing`),
  ];
}

function judge(
  path: string,
  real: { readonly deprecationReason?: string | null; readonly type?: unknown } | undefined,
  type: string | undefined,
): string[] {
  if (!real) return [`${path} does not exist`];
  if (real.deprecationReason != null) return [`${path} is deprecated`];
  // Where versions differ in what they demand, the subset demands it.
  const isStricter = path.endsWith(')') && `${real.type}!` === type;
  return type === undefined || String(real.type) === type || isStricter ? [] : [`${path} is ${real.type}, not ${type}`];
}

describe('the emulated schema', () => {
  for (const version of ['2026-04', '2026-07', '2026-10']) {
    const file = sharedData('artifacts', 'shopify', `admin_${version}.json.gz`);
    const title = `is a true part of Shopify’s schema of ${version}, with nothing deprecated`;

    it.skipIf(!file)(file ? title : `${title} (skipped: the schema is not beside the checkout)`, () => {
      const whole = buildClientSchema(JSON.parse(gunzipSync(readFileSync(file!)).toString('utf8')).data);

      expect(differences(subsetOf(version), whole)).toEqual([]);
    });
  }

  it('is judged by a comparison that finds what is wrong', () => {
    const whole = buildSchema(
      'type Query { a(x: Int!): Int b: String c: E old: Int @deprecated } enum E { ONE } interface Node { id: ID }',
    );
    const part = buildSchema(
      'type Query { a: String b: Int c: E d: Int old: Int } enum E { ONE TWO } type Lost { id: ID }',
    );

    expect(differences(part, whole)).toEqual([
      'Query.a is Int, not String',
      'Query.a(x) is required and missing',
      'Query.b is String, not Int',
      'Query.d does not exist',
      'Query.old is deprecated',
      'E.TWO does not exist',
      'Lost does not exist',
    ]);
  });

  it('has scopes only for names that it knows', () => {
    for (const name of Object.keys(accessScopes)) {
      const [typeName = '', fieldName] = name.split('.');
      const types = subsets.map((subset) => subset.getType(typeName));
      const fieldNames = types
        .filter((type) => isObjectType(type) || isInterfaceType(type))
        .flatMap((type) => Object.keys(type.getFields()));
      expect(fieldNames.length, name).toBeGreaterThan(0);
      if (fieldName) expect(fieldNames).toContain(fieldName);
    }
  });
});
